import { expect, test } from 'vitest'
import { chooseDatabaseUrl } from '../../src/migrate/config.ts'
import { describeUrl, directUrl } from '../../src/migrate/connection.ts'

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
  expect(chooseDatabaseUrl(undefined, { databaseUrl: undefined }, {})).toBeUndefined()
})
