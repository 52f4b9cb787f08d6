import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { run } from './harness.ts'

/** A stranger's project in an empty folder: its own configuration, folder and table. */
export function writeProject(cwd: string) {
  mkdirSync(cwd, { recursive: true })
  symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'))
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}')
  writeFileSync(
    join(cwd, 'drizzle.config.ts'),
    `import { defineConfig } from 'drizzle-kit'
     export default defineConfig({ dialect: 'postgresql', schema: './schema.ts', out: './sql',
       migrations: { schema: 'meta', table: 'done' }, dbCredentials: { url: process.env.DATABASE_URL ?? '' } })`,
  )
  const write = (columns: string, extra = '') =>
    writeFileSync(
      join(cwd, 'schema.ts'),
      `import { index, integer, pgTable, text } from 'drizzle-orm/pg-core'
       export const notes = pgTable('notes', { id: integer().primaryKey(), ${columns} }, (t) => [${extra}])`,
    )
  const read = (file: string) => readFileSync(join(cwd, 'sql', file), 'utf8')
  const cli = (args: string[], env = {}) => run(args, { cwd, env })
  return { cwd, write, read, cli }
}
