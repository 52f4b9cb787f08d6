import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { assembleUrl, isLoopback } from '../src/database-url.ts'
import { ConfigError } from '../src/errors.ts'
import { testServerUrl } from './harness/test-server.ts'

const libpq = { PGHOST: 'db.example', PGPORT: '6432', PGUSER: 'me', PGPASSWORD: 'a b', PGDATABASE: 'brief' }

describe('the database setting', () => {
  it('is DATABASE_URL', () => {
    const config = readConfig({ DATABASE_URL: 'postgresql://u:p@db.example/brief', ...libpq })
    expect(config.databaseUrl).toBe('postgresql://u:p@db.example/brief')
    expect(config.hasDemoUser).toBe(false)
  })

  it.each(['p@ss/w:rd', 'a?b#c', 'ünï ✓', '%41', '\'"\\$'])(
    'is assembled from the libpq variables, whatever the password: %s',
    (PGPASSWORD) => {
      const url = new URL(readConfig({ ...libpq, PGPASSWORD, PGUSER: 'm@e', PGDATABASE: 'a/b' }).databaseUrl)
      expect(decodeURIComponent(url.password)).toBe(PGPASSWORD)
      expect(decodeURIComponent(url.username)).toBe('m@e')
      expect(decodeURIComponent(url.pathname.slice(1))).toBe('a/b')
      expect(url.host).toBe('db.example:6432')
    },
  )

  it('makes a demo user only on this very machine, and where it is wanted', () => {
    const hasDemoUser = (env: object) => readConfig(env).hasDemoUser
    const DATABASE_URL = 'postgres://u:p@127.0.0.1/brief'
    expect([hasDemoUser({ DATABASE_URL }), hasDemoUser({ DATABASE_URL, DEMO_USER: 'off' })]).toEqual([
      true,
      false,
    ])
  })

  it('takes an IPv6 host', () => {
    expect(new URL(assembleUrl({ ...libpq, PGHOST: '::1', PGPORT: 5432 })).hostname).toBe('[::1]')
  })

  it.each([
    [{}, 'DATABASE_URL: is missing'],
    [{ DATABASE_URL: '' }, 'DATABASE_URL: is missing'],
    [{ DATABASE_URL: 'postgres://u:p#w@h/d' }, 'DATABASE_URL: '],
    [{ DATABASE_URL: 'mysql://u:hunter2@h/d' }, 'DATABASE_URL: must begin with postgres://'],
    [{ DATABASE_URL: 'postgres://h/d' }, 'DATABASE_URL: names no user'],
    [{ DATABASE_URL: 'postgres://u:hunter2@h' }, 'DATABASE_URL: names no database'],
    [{ PGHOST: 'h', PGPASSWORD: 'hunter2' }, 'PGUSER, PGDATABASE: is missing'],
    [{ ...libpq, PGPORT: 'hunter2' }, 'PGPORT: must be a port number'],
    [{ ...libpq, SLOW_QUERY_MS: 'hunter2' }, 'SLOW_QUERY_MS: must be a number'],
    [{ ...libpq, CORS_ORIGINS: 'https://hunter2/path' }, 'CORS_ORIGINS: must list origins'],
  ])('names what is wrong in %j, and never its value', (env, message) => {
    expect(() => readConfig(env)).toThrow(ConfigError)
    try {
      readConfig(env)
    } catch (error) {
      expect((error as Error).message).toContain(message)
      expect((error as Error).message).not.toContain('hunter2')
    }
  })
})

describe('loopback', () => {
  it.each(['localhost', '127.0.0.1', '127.8.9.1', '[::1]'])('is %s', (host) => {
    expect(isLoopback(host)).toBe(true)
  })

  it.each([
    'localhost.example',
    '127.0.0.1.nip.io',
    '128.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '[::ffff:7f00:1]',
    'ep-1.neon.tech',
    '',
  ])('is not %j', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})

describe('TEST_DATABASE_URL', () => {
  const TEST_DATABASE_URL = 'postgres://u:p@localhost:5432/brief'

  it('is optional', () => {
    expect(testServerUrl({})).toBeNull()
    expect(testServerUrl({ TEST_DATABASE_URL })?.pathname).toBe('/brief')
    expect(
      testServerUrl({ TEST_DATABASE_URL, DATABASE_URL: 'postgres://u:p@localhost/brief_dev' })?.pathname,
    ).toBe('/brief')
  })

  it.each(['postgres://u:p@localhost/brief', 'postgres://x:y@127.0.0.1:5432/brief?sslmode=disable'])(
    'is refused when it names the development database: %s',
    (DATABASE_URL) => {
      expect(() => testServerUrl({ TEST_DATABASE_URL, DATABASE_URL })).toThrow(/same database/)
    },
  )
})
