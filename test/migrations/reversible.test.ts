import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkReversible } from '../../src/migrate/check/reversible.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { readMigrations } from '../../src/migrate/read-migrations.ts'
import { rollback } from '../../src/migrate/rollback.ts'
import { writeFolder } from './folder.ts'
import { describeDatabase, query, run, useScratch, useServer } from './harness.ts'
import { projectEntries } from './project.ts'

const server = useServer()
const scratch = useScratch()
const bare = {
  path: '',
  schema: undefined,
  table: undefined,
  databaseUrl: undefined,
  schemaFilter: [],
  raw: {},
}
const report = () => {}
/** Each migration of a long history is described three times. */
const TIMES = { timeout: 180_000 }

describe.each(['a project with all that is hard to turn back', 'this project'])('%s', (which) => {
  let folder = resolve('drizzle')
  beforeAll(async () => {
    if (which !== 'this project') folder = writeFolder(scratch('hard'), await projectEntries())
  })

  test('each migration goes up, down and up with the same schema', TIMES, async () => {
    const databaseUrl = await server.create()
    expect(await checkReversible({ config: { ...bare, folder }, databaseUrl, report })).toEqual([])
    // Other files check migrations at the same time: what they use goes away, what was left would stay.
    const scratch = "select from pg_database where datname like 'migrate_check_%'"
    await expect.poll(() => query(databaseUrl, scratch), { timeout: 30_000 }).toEqual([])
  })

  test('all up, all down leaves nothing, all up again is the same', TIMES, async () => {
    const databaseUrl = await server.create()
    const empty = await describeDatabase(databaseUrl)
    const options = { databaseUrl, folder }
    const { applied } = await migrate(options)
    expect(applied).toEqual((await readMigrations(folder)).map(({ tag }) => tag))
    const [schema, dump] = [await describeDatabase(databaseUrl), pgDump(databaseUrl)]
    expect(schema.size).toBeGreaterThan(empty.size + 10)
    expect((await rollback({ ...options, all: true })).rolledBack).toEqual(applied.toReversed())
    expect(await describeDatabase(databaseUrl)).toEqual(empty)
    await migrate(options)
    expect(await describeDatabase(databaseUrl)).toEqual(schema)
    expect(pgDump(databaseUrl)).toBe(dump)
  })
})

// Where a pg_dump fit for the server is installed, it has to agree; ours has been compared on all of them.
function pgDump(url: string): string {
  try {
    const text = execFileSync(process.env.PG_DUMP ?? 'pg_dump', ['-s', '-N', 'drizzle', '-d', url], {
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return text.replace(/^\\(un)?restrict .*$/gm, '')
  } catch (error) {
    if (/ENOENT|server version mismatch/.test(String(error))) return ''
    throw error
  }
}

test('a check that is interrupted leaves no scratch database', async () => {
  const databaseUrl = await server.create()
  let scratch: string | undefined
  const { code, output } = await run(['check', '--url', databaseUrl, '--only', 'reversible', 'drift'], {
    onStart: async (child) => {
      const working = `select datname from pg_stat_activity
        where datname like 'migrate_check_%' and application_name like 'migrate ${child.pid} %'`
      const look = async () => {
        scratch = (await query(databaseUrl, working))[0]?.datname as string | undefined
        return scratch
      }
      await expect.poll(look, { timeout: 30_000, interval: 20 }).toBeDefined()
      // As a terminal and npm do together.
      child.kill('SIGINT')
      setTimeout(() => child.kill('SIGINT'), 5)
    },
  })
  expect([code, output]).toEqual([1, expect.stringContaining('Interrupted')])
  expect(output).not.toContain('drift')
  expect(await query(databaseUrl, `select from pg_database where datname = '${scratch}'`)).toEqual([])
})
