import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { MigrateError } from '../errors.ts'
import { firstComplaint, readAnswer, runDrizzleKit } from '../generate/drizzle-kit.ts'
import { readPlaces } from '../layout.ts'
import { readMigrations } from '../read-migrations.ts'
import type { CheckContext } from './context.ts'
import { checkSnapshot } from './snapshot.ts'

/**
 * drizzle-kit, asked to generate into a copy of the folder, finds nothing to write; and, where there is a server to try
 * it on, the migrations make what its last snapshot says.
 */
export async function checkSchema(context: CheckContext): Promise<string[]> {
  const { config, databaseUrl } = context
  if (!config.path)
    throw new MigrateError('Comparing the schema needs a drizzle-kit configuration.', {
      hint: 'Name it with --config.',
    })
  const findings = await checkGenerates(context)
  return findings.length > 0 || databaseUrl === undefined ? findings : checkSnapshot(context)
}

async function checkGenerates({ config }: CheckContext): Promise<string[]> {
  const scratch = await mkdtemp(join(tmpdir(), 'migrate-schema-'))
  try {
    const copy = join(scratch, 'migrations')
    await mkdir(copy)
    if (existsSync(config.folder)) await cp(config.folder, copy, { recursive: true })
    const before = new Set((await readPlaces(copy)).map(({ tag }) => tag))
    const said = await generateInto(copy, join(scratch, 'config.ts'), config.raw)
    const after = (await readPlaces(copy)).length > 0 ? await readMigrations(copy) : []
    const added = after.find(({ tag }) => !before.has(tag))
    if (added)
      return [
        'the schema has changes that no migration makes; write it with the command generate:',
        ...added.statements.map(({ text }) => `  ${text.trim().replaceAll('\n', '\n  ')}`),
      ]
    switch (readAnswer(said)) {
      case 'unchanged':
        return []
      case 'asks':
        return [
          'something in the schema was renamed or replaced without a migration; write it with the command generate',
        ]
      default:
        return ['drizzle-kit could not read the schema or its snapshots:', ...firstComplaint(said)]
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

// drizzle-kit puts "./" before `out`, so it has to be relative, and takes no other flags beside --config.
async function generateInto(folder: string, configPath: string, raw: Record<string, unknown>) {
  const { dbCredentials: _unused, ...rest } = raw
  // drizzle-kit 1.0 reads no JSON.
  const config = JSON.stringify({ ...rest, out: relative(process.cwd(), folder) })
  await writeFile(configPath, `export default ${config}\n`)
  return runDrizzleKit(['generate', '--name', 'check', '--config', relative(process.cwd(), configPath)])
}
