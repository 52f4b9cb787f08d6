import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { MigrateError } from '../errors.ts'
import { firstComplaint, runDrizzleKit } from '../generate/drizzle-kit.ts'
import { readJournal, readMigrations } from '../read-migrations.ts'
import type { CheckContext } from './index.ts'

/** drizzle-kit, asked to generate into a copy of the folder, finds nothing to write. */
export async function checkSchema({ config }: CheckContext): Promise<string[]> {
  if (!config.path)
    throw new MigrateError('Comparing the schema needs a drizzle-kit configuration.', {
      hint: 'Name it with --config.',
    })
  const scratch = await mkdtemp(join(tmpdir(), 'migrate-schema-'))
  try {
    const copy = join(scratch, 'migrations')
    await mkdir(copy)
    if (existsSync(config.folder)) await cp(config.folder, copy, { recursive: true })
    const before = existsSync(join(copy, 'meta')) ? (await readJournal(copy)).length : 0
    const { stdout, stderr } = await generateInto(copy, join(scratch, 'config.json'), config.raw)
    const after = existsSync(join(copy, 'meta')) ? await readMigrations(copy) : []
    const added = after[before]
    if (added)
      return [
        'the schema has changes that no migration makes; write it with db:generate:',
        ...added.statements.map(({ text }) => `  ${text.trim().replaceAll('\n', '\n  ')}`),
      ]
    if (/TTY/.test(stderr))
      return [
        'something in the schema was renamed or replaced without a migration; write it with db:generate',
      ]
    if (/No schema changes/.test(stdout)) return []
    return ['drizzle-kit could not read the schema:', ...firstComplaint(stderr || stdout)]
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

// drizzle-kit puts "./" before `out`, so it has to be relative, and takes no other flags beside --config.
async function generateInto(folder: string, configPath: string, raw: Record<string, unknown>) {
  const { dbCredentials: _unused, ...rest } = raw
  await writeFile(configPath, JSON.stringify({ ...rest, out: relative(process.cwd(), folder) }))
  return runDrizzleKit(['generate', '--name', 'check', '--config', relative(process.cwd(), configPath)])
}
