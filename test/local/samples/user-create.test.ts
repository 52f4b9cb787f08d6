import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createUser } from '../../../src/local/seed/index.ts'
import { localTimeZone } from '../../../src/local/seed/time-zone.ts'
import { useTestDatabase } from '../../harness/test-database.ts'
import { run } from './commands.ts'

const database = useTestDatabase()
const databaseUrl = database.directUrl
const create = (...args: string[]) => run('user-create', args, { DATABASE_URL: database.directUrl })
const tokens = () => database.query('select name, token_hash, token_prefix from access_tokens order by id')

describe('user:create', () => {
  it('creates a user and shows a token of which only the hash is stored', async () => {
    const args = [
      '--admin',
      '--time-zone',
      'europe/berlin',
      '--brief-hour',
      '7',
      '--name',
      'laptop',
      '--json',
    ]
    const { code, stdout } = await create('--email', ' Ada@Example.org', ...args)
    expect(code).toBe(0)
    const { created, user, token } = JSON.parse(stdout)
    expect(created).toBe(true)
    expect(user).toMatchObject({
      email: 'Ada@Example.org',
      role: 'admin',
      time_zone: 'Europe/Berlin',
      brief_hour: 7,
    })
    expect(token).toMatch(/^mb_[\w-]{43}$/)
    const token_hash = createHash('sha256').update(token).digest('hex')
    expect(await tokens()).toEqual([{ name: 'laptop', token_hash, token_prefix: token.slice(0, 11) }])
  })

  it('leaves a user who is there alone, and makes one more token when asked to', async () => {
    const known = await create('--email', 'ADA@example.org', '--brief-hour', '9')
    expect([known.code, (await tokens()).length]).toEqual([2, 1])
    expect(known.stdout).toMatch(/exists already.*--token/s)
    const more = await createUser({ databaseUrl, email: 'ADA@example.org', briefHour: 9, oneMoreToken: true })
    expect([more.created, (await tokens()).length]).toEqual([false, 2])
    expect(more.token).toMatch(/^mb_[\w-]{43}$/)
    const users = await database.query('select email, brief_hour from users')
    expect(users).toEqual([{ email: 'Ada@Example.org', brief_hour: 7 }])
  })

  it('makes a reader with this machine’s time zone by default', async () => {
    await createUser({ databaseUrl, email: 'ben@example.org' })
    const found = await database.query(
      `select role, time_zone, brief_hour from users where email = 'ben@example.org'`,
    )
    expect(found).toEqual([{ role: 'reader', time_zone: localTimeZone(), brief_hour: 6 }])
  })

  it('makes no token for a user who may not sign in', async () => {
    await database.query(`update users set is_active = false where email = 'ben@example.org'`)
    const refused = createUser({ databaseUrl, email: 'ben@example.org', oneMoreToken: true })
    await expect(refused).rejects.toThrow(/deactivated/)
    // Being deactivated took the one that there was.
    expect(await tokens()).toHaveLength(2)
  })

  it.each([
    [{ email: 'nobody' }, /not an e-mail address/],
    [{ email: `${'a'.repeat(250)}@example.org` }, /not an e-mail address/],
    [{ email: 'c@example.org', timeZone: '+02:00' }, /not a time zone/],
    [{ email: 'c@example.org', timeZone: 'Mars/Olympus' }, /not a time zone/],
  ])('refuses %j with a sentence', async (user, sentence) => {
    await expect(createUser({ databaseUrl, ...user })).rejects.toThrow(sentence)
    expect(await database.query(`select from users where email ~ '^(c@|nobody|aaa)'`)).toEqual([])
  })

  it('exits 1 with a sentence', async () => {
    const { code, stdout, stderr } = await create('--email', 'c@example.org', '--brief-hour', '24')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/0 to 23/)
    expect(stderr).not.toMatch(/\n {4}at /)
  })

  it('never shows a connection string', async () => {
    const wrong = new URL(database.directUrl)
    wrong.password = 'wrong-secret'
    const { code, stderr } = await create('--email', 'd@example.org', '--url', wrong.href)
    expect(code).toBe(1)
    expect(stderr).toMatch(/user or password/)
    expect(stderr).not.toContain('wrong-secret')
  })
})
