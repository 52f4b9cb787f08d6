import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { chooseDatabaseUrl } from '../../src/migrate/config.ts'
import { describeUrl, directUrl, isThisMachine } from '../../src/migrate/connection.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { countingEntries, writeFolder } from './folder.ts'
import { run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const entries = countingEntries()

test("Neon's pooled host becomes the direct one, and is said", () => {
  const texts: string[] = []
  const pooled =
    'postgresql://me:pw@ep-cool-darkness-123456-pooler.eu-central-1.aws.neon.tech/brief?sslmode=require'
  const url = directUrl(pooled, ({ text }) => texts.push(text))
  expect(url.hostname).toBe('ep-cool-darkness-123456.eu-central-1.aws.neon.tech')
  expect(url.searchParams.get('sslmode')).toBe('verify-full')
  expect(texts.join()).toContain('using the direct host ep-cool-darkness-123456.eu-central-1.aws.neon.tech')
  expect(directUrl('postgresql://localhost/a-pooler').href).toBe('postgresql://localhost/a-pooler')
})

test('a URL is shown without its password', () => {
  expect(describeUrl(new URL('postgresql://m%C3%A9:s%3Acret@host:5433/br%20ief?x=y'))).toBe(
    'mé@host:5433/br ief',
  )
})

test('the database: --url, DATABASE_URL, the configuration, the PG family', () => {
  const config = { databaseUrl: 'postgresql://config/x' }
  const env = {
    DATABASE_URL: 'postgresql://env/x',
    PGHOST: 'pg',
    PGDATABASE: 'd',
    PGUSER: 'ü@',
    PGPASSWORD: 'p/w',
  }
  const { DATABASE_URL: _none, ...family } = env
  expect(chooseDatabaseUrl('postgresql://flag/x', config, env)).toBe('postgresql://flag/x')
  expect(chooseDatabaseUrl(undefined, config, env)).toBe('postgresql://env/x')
  expect(chooseDatabaseUrl(undefined, config, family)).toBe('postgresql://config/x')
  expect(chooseDatabaseUrl(undefined, undefined, family)).toBe('postgresql://%C3%BC%40:p%2Fw@pg:5432/d')
  const ipv6 = { PGHOST: '::1', PGDATABASE: 'd', PGUSER: 'u' }
  expect(chooseDatabaseUrl(undefined, undefined, ipv6)).toBe('postgresql://u@[::1]:5432/d')
  expect(chooseDatabaseUrl(undefined, { databaseUrl: undefined }, {})).toBeUndefined()
})

test.each([
  ['localhost/d', true],
  ['127.1.2.3:5433/d', true],
  ['[::1]/d', true],
  ['localhost.example.com/d', false],
  ['127.0.0.1.example.com/d', false],
  ['localhost/d?host=db.example.com', false],
  ['localhost/d?hostaddr=10.0.0.1', false],
  ['/d', false],
])('a URL of %s is this machine: %s', (rest, expected) => {
  expect(isThisMachine(new URL(`postgresql://${rest}`))).toBe(expected)
})

test.each([
  [
    'wrong password',
    (url: URL) => Object.assign(url, { password: 'wrong-secret' }),
    /refuses this user or password/,
  ],
  [
    'absent database',
    (url: URL) => Object.assign(url, { pathname: '/absent' }),
    /this database does not exist[\s\S]*Create it with/,
  ],
  [
    'no server',
    (url: URL) => Object.assign(url, { port: '9' }),
    /does not answer yet[\s\S]*cannot be reached/,
  ],
  ['no URL at all', () => new URL('https://user:secret@host/db'), /The database URL cannot be read/],
])('%s', async (_what, change, message) => {
  const url = change(new URL(server.urlOf('postgres'))).href
  const folder = writeFolder(scratch('unreachable'), entries.slice(0, 1))
  const { code, output } = await run(['up', '--folder', folder, '--url', url, '--wait', '300ms'])
  expect(code).toBe(1)
  expect(output).toMatch(message)
  expect(output).not.toContain('secret')
  expect(output).not.toMatch(/\n\s+at |postgresql:\/\/(?!user:password@host)/)
})

test('a database that wakes up while it is asked', async () => {
  const folder = writeFolder(scratch('waking'), entries.slice(0, 1))
  const url = await server.create()
  const { hostname, port } = new URL(url)
  const awake = createServer((socket) => {
    const through = connect(Number(port), hostname)
    // The server resets connections that end in the middle of signing in.
    for (const end of [socket, through]) end.on('error', () => {})
    socket.pipe(through).pipe(socket)
  })
  const asleep = new URL(url)
  asleep.hostname = '127.0.0.1'
  asleep.port = String(await freePort())
  const texts: string[] = []
  const { applied } = await migrate({
    databaseUrl: asleep.href,
    folder,
    report: ({ text }) => {
      if (texts.push(text) === 1) awake.listen(Number(asleep.port), '127.0.0.1')
    },
  })
  awake.close()
  expect(applied).toEqual(['0000_table'])
  expect(texts[0]).toMatch(/does not answer yet \(ECONNREFUSED\); asking again for 20 s/)
})

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}
