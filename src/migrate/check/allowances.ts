import type { Migration } from '../read-migrations.ts'

/** A comment that allows rules of the linter, in the lines `from` to `to` of the file. */
export type Allowance = { line: number; rules: string[]; reason: string; from: number; to: number }

/**
 * The comments `-- squawk-ignore rule, rule: reason`, good for the statement that follows, up to the next
 * breakpoint, and `-- squawk-ignore-file rule: reason`, good for the file.
 */
export function findAllowances({ sql, statements }: Pick<Migration, 'sql' | 'statements'>): Allowance[] {
  const lines = sql.split('\n')
  return lines.flatMap((text, at) => {
    const found = text.match(/^\s*--\s*squawk-ignore(-file)?\s+([^:]*?)\s*(?::\s*(.*?)\s*)?$/)
    if (!found) return []
    const line = at + 1
    const rules = (found[2] ?? '').split(',').map((rule) => rule.trim())
    const reason = found[3] ?? ''
    if (found[1]) return [{ line, rules, reason, from: 1, to: lines.length }]
    const statement = statements.findLast((one) => one.line <= line)
    const to = statement ? statement.line + statement.text.split('\n').length - 1 : line
    return [{ line, rules, reason, from: line, to }]
  })
}
