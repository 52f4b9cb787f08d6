import { expect, it } from 'vitest'
import { DEMO_EMAIL } from '../../../src/db/credential.ts'
import { SAMPLE_FEEDS } from '../../../src/local/samples/index.ts'
import { resetDatabase, seed } from '../../../src/local/seed/index.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { run } from './commands.ts'

const database = useTestDatabase()

it.each([
  'postgres://me:secret-word@db.example.org/brief',
  'postgres://me:secret-word@10.0.0.1/brief',
  'postgres://me:secret-word@localhost.example.org/brief',
  'postgres://me:secret-word@localhost/brief?host=db.example.org',
  'postgres://me:secret-word@127.0.0.1/brief?hostaddr=10.0.0.1',
])('refuses %s without touching it', async (url) => {
  await expect(resetDatabase({ databaseUrl: url })).rejects.toThrow(/this very machine/)
})

it('refuses it as a command, too, without repeating its address', async () => {
  const url = 'postgres://me:secret-word@db.example.org/brief'
  const { code, stdout, stderr } = await run('reset', ['--yes', '--url', url])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/this very machine/)
  expect(stderr).not.toMatch(/secret-word|\n {4}at /)
})

it('asks for --yes where nobody can be asked, and changes nothing', async () => {
  await database.query(`insert into users (email) values ('ada@example.org')`)
  const { code, stderr } = await run('reset', [], { DATABASE_URL: database.directUrl })
  expect(code).toBe(1)
  expect(stderr).toMatch(/nothing was changed.*--yes/s)
  expect(await database.query('select email from users')).toEqual([{ email: 'ada@example.org' }])
})

it('drops everything, migrates and seeds, with the samples where they were', async () => {
  const sampleOrigin = 'http://127.0.0.1:9001'
  await seed({ databaseUrl: database.directUrl, sampleOrigin })
  await database.query('create table left_over (id integer)')
  const { code, stdout } = await run('reset', ['--yes', '--json', '--url', database.directUrl])
  expect(code).toBe(0)
  const report = JSON.parse(stdout)
  expect(report.applied.length).toBeGreaterThan(0)
  expect(report.seed).toMatchObject({ user_created: true, sources: { added: SAMPLE_FEEDS.length } })
  expect(await database.query('select email from users')).toEqual([{ email: DEMO_EMAIL }])
  expect(await database.query(`select to_regclass('left_over') as it`)).toEqual([{ it: null }])
  const origins = await database.query('select distinct substring(feed_url for 21) as origin from sources')
  expect(origins).toEqual([{ origin: sampleOrigin }])
})

it('resets a database that was never migrated', async () => {
  await database.query('drop schema public cascade; drop schema drizzle cascade')
  const report = await resetDatabase({ databaseUrl: database.directUrl })
  expect(report.seed.sources).toEqual({ added: 0, changed: 0 })
  expect(await database.query('select email from users')).toEqual([{ email: DEMO_EMAIL }])
})
