import { getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/pg-core'
import { foreignKeys, tables } from './relations.ts'

/** docs/tables.md: the tables and how they hang together, as one Mermaid drawing. */
export function writeTables(): string {
  const entities = tables.map(({ table }) => {
    const { columns } = getTableConfig(table)
    const keys = foreignKeys.filter(({ from }) => from.table === table)
    const lines = columns.map((column) => {
      const marks = [
        ...(column.primary ? ['PK'] : []),
        ...(keys.some((key) => key.columns.includes(column.name)) ? ['FK'] : []),
      ]
      const type = column.getSQLType().replace('timestamp with time zone', 'timestamptz').replaceAll(' ', '_')
      return `    ${type} ${column.name}${marks.length > 0 ? ` ${marks.join(', ')}` : ''}`
    })
    return `  ${getTableName(table)} {\n${lines.join('\n')}\n  }`
  })
  const lines = foreignKeys.map(({ from, to, columns, isUnique }) => {
    const end = isUnique ? '|o' : '}o'
    return `  ${getTableName(from.table)} ${end}--|| ${getTableName(to.table)} : "${columns.join(', ')}"`
  })
  return `# Tables

Written by \`npm run docs\` from [src/db/schema](../src/db/schema); a test holds it current. Every row has \`created_at\` and \`updated_at\`, which a trigger keeps. The same relations are in [src/db/relations.ts](../src/db/relations.ts), for \`npx drizzle-kit studio\` and \`db.query\`.

\`\`\`mermaid
erDiagram
${lines.join('\n')}
${entities.join('\n')}
\`\`\`
`
}
