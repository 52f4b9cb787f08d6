import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { MigrateError } from '../errors.ts'
import { type Migration, readMigrations } from '../read-migrations.ts'
import { readSettings } from '../settings.ts'
import { findAllowances } from './allowances.ts'
import type { CheckContext } from './context.ts'

type Finding = { file: string; line: number; message: string; help: string | null; rule_name: string }

// Matters of taste, and timeouts, which the runner sets itself.
const isTaste = (rule: string) =>
  /^prefer-|^require-(lock-|statement-)?timeout|^require-table-schema$|^ban-char-field$|^require-enum-value-ordering$|^unused-ignore$/.test(
    rule,
  )

/**
 * Lints every migration with squawk for statements that lock a table for long or break running clients. One
 * can be allowed, with a reason: `-- squawk-ignore rule: reason` in front of it, or for a file that is applied, in
 * `allow` of migrate.json. Adopted migrations are linted only when `all` are.
 */
export async function checkStatements({ config: { folder }, all }: CheckContext): Promise<string[]> {
  const migrations = (await readMigrations(folder)).filter(({ adopted }) => all || !adopted)
  const { allow = [] } = await readSettings(folder)
  const found = [
    ...(await lint(
      migrations.filter(({ noTransaction }) => !noTransaction),
      ['--assume-in-transaction'],
    )),
    ...(await lint(
      migrations.filter(({ noTransaction }) => noTransaction),
      [],
    )),
  ]
  return migrations.flatMap((migration) => {
    const allowed = allow.filter((one) => one.migration === migration.tag).map(({ rule }) => rule)
    const own = found.filter(
      ({ file, rule_name: rule }) => basename(file) === copyName(migration) && !allowed.includes(rule),
    )
    return rejectFindings(migration, own)
  })
}

function rejectFindings(migration: Migration, found: Finding[]): string[] {
  const allowances = findAllowances(migration)
  const findings = allowances
    .filter(({ reason }) => reason === '')
    .map(
      ({ line }) =>
        `${migration.file}:${line} squawk-ignore gives no reason; write "-- squawk-ignore rule: reason"`,
    )
  for (const { line, message, help, rule_name: rule } of found) {
    const at = line + 1
    if (isTaste(rule)) continue
    if (allowances.some((one) => one.reason && one.rules.includes(rule) && one.from <= at && at <= one.to))
      continue
    findings.push(`${migration.file}:${at} ${rule}: ${message}${help ? ` ${help}` : ''}`)
  }
  return findings
}

const copyName = ({ tag }: Migration) => `${tag}.sql`

async function lint(migrations: Migration[], flags: string[]): Promise<Finding[]> {
  if (migrations.length === 0) return []
  const scratch = await mkdtemp(join(tmpdir(), 'migrate-lint-'))
  try {
    const copies: string[] = []
    for (const migration of migrations) {
      const copy = join(scratch, copyName(migration))
      // squawk would take its own comments without a reason; we judge them instead.
      await writeFile(copy, migration.sql.replaceAll('squawk-ignore', 'squawk-judged'))
      copies.push(copy)
    }
    return await runSquawk([...flags, '--pg-version', '15.0', '--reporter', 'json', ...copies])
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function runSquawk(args: string[]): Promise<Finding[]> {
  return new Promise((done, fail) => {
    execFile(process.execPath, [findSquawk(), ...args], { maxBuffer: 64 << 20 }, (_error, stdout, stderr) => {
      try {
        const findings: Finding[] = JSON.parse(stdout || '[]')
        done(findings)
      } catch (cause) {
        fail(new MigrateError('squawk could not lint the migrations.', { details: [stderr.trim()], cause }))
      }
    })
  })
}

function findSquawk(): string {
  try {
    const manifest = createRequire(resolve('package.json')).resolve('squawk-cli/package.json')
    return join(dirname(manifest), 'js', 'bin', 'squawk')
  } catch (cause) {
    throw new MigrateError('squawk is not installed in this project.', { hint: 'npm i -D squawk-cli', cause })
  }
}
