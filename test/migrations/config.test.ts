import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { chooseDatabase } from '../../src/migrate/config.ts'
import { countingEntries, writeFolder } from './folder.ts'
import { run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()

/** A project of these files, and its command line. */
function project(name: string, files: Record<string, string>) {
  const cwd = scratch(name)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'))
  return { cwd, cli: (args: string[], env = {}) => run(args, { cwd, env }) }
}

const commonjs = JSON.stringify({ name: 'p', type: 'commonjs' })
const config = (rest: string, head = '') =>
  `${head}\nexport default { dialect: 'postgresql', out: './sql', schema: './schema.ts', ${rest} }`
const credentials = 'dbCredentials: { url: process.env.SAVED_URL! }'

/** What real projects write into their configuration; each leads to the folder sql and to SAVED_URL. */
const ways: [string, Record<string, string>][] = [
  [
    'imports without an extension, and an enum, in a CommonJS project',
    {
      'package.json': commonjs,
      'drizzle.config.ts': config(
        `dbCredentials: { url: urlOf(Stage.Test) }`,
        `import { Stage, urlOf } from './env'`,
      ),
      'env.ts': `export enum Stage { Test = 'SAVED_URL' }\nexport const urlOf = (stage: Stage) => process.env[stage]!`,
    },
  ],
  [
    'an alias of tsconfig.json',
    {
      'package.json': '{"type":"module"}',
      'tsconfig.json': JSON.stringify({ compilerOptions: { baseUrl: '.', paths: { '@/*': ['./lib/*'] } } }),
      'drizzle.config.ts': config('dbCredentials: { url }', `import { url } from '@/env'`),
      'lib/env.ts': 'export const url = process.env.SAVED_URL!',
    },
  ],
  [
    '__dirname and require',
    {
      'package.json': commonjs,
      'drizzle.config.ts': `const { join } = require('node:path')
        module.exports = { dialect: 'postgresql', out: join(__dirname, 'sql'), schema: join(__dirname, 'schema.ts'), ${credentials} }`,
    },
  ],
  [
    '__dirname in a module',
    {
      'package.json': '{"type":"module"}',
      'drizzle.config.ts': `import { join } from 'node:path'
        export default { dialect: 'postgresql', out: join(__dirname, 'sql'), schema: './schema.ts', ${credentials} }`,
    },
  ],
  [
    'satisfies and defineConfig in an .mts file',
    {
      'package.json': commonjs,
      'drizzle.config.mts': config(credentials, `import type { Config } from 'drizzle-kit'`).replace(
        /\}$/,
        '} satisfies Config',
      ),
    },
  ],
]

test.each(ways)('the configuration is read with %s', async (name, files) => {
  const url = await server.create()
  const { cwd, cli } = project(name.replaceAll(/\W+/g, '-'), { ...files, '.env': `SAVED_URL=${url}\n` })
  writeFolder(join(cwd, 'sql'), countingEntries(1).slice(0, 1))
  const { code, output } = await cli(['up'])
  expect(code, output).toBe(0)
  expect(output).toMatch(/database: \S+ \(dbCredentials of the configuration\)/)
  expect(output).not.toContain(new URL(url).password)
  expect(output).toContain('+ 0000_table')
})

test('a monorepo names its configurations, and takes the one that is named', async () => {
  const [one, two] = [await server.create(), await server.create()]
  const { cwd, cli } = project('many', {
    'package.json': '{"type":"module"}',
    'drizzle.users.config.ts': config(`dbCredentials: { url: '${one}' }`),
    'drizzle-events.config.ts': config(`dbCredentials: { url: '${two}' }`).replace('./sql', './events'),
  })
  writeFolder(join(cwd, 'sql'), countingEntries(1).slice(0, 1))
  writeFolder(join(cwd, 'events'), [{ tag: '0000_events', up: 'CREATE TABLE events (id int);' }])
  const unnamed = await cli(['up'])
  expect(unnamed.code).toBe(1)
  expect(unnamed.stderr).toMatch(/There is drizzle\S+ and drizzle\S+: name the one you mean with --config/)
  const named = await cli(['up', '--config', 'drizzle-events.config.ts', '--json'])
  expect(JSON.parse(named.stdout)).toEqual({ applied: ['0000_events'] })
})

test('a DATABASE_URL that is another than the configuration names is said before anything is done', async () => {
  const [here, there] = [await server.create(), await server.create()]
  const { cwd, cli } = project('other', {
    'package.json': '{"type":"module"}',
    'drizzle.config.ts': config(`dbCredentials: { url: '${there}' }`),
  })
  writeFolder(join(cwd, 'sql'), countingEntries(1).slice(0, 1))
  const { output } = await cli(['up'], { DATABASE_URL: here })
  const name = (url: string) => new URL(url).pathname.slice(1)
  const lines = output.split('\n')
  expect(lines[0]).toContain(`${name(here)} (DATABASE_URL)`)
  expect(lines[1]).toMatch(new RegExp(`the configuration names another one: .*/${name(there)}$`))
  expect(lines[2]).toContain('0000_table')
})

test.each([
  ["ssl: 'require'", { rejectUnauthorized: false }],
  ["ssl: 'verify-full'", true],
  ["ssl: { ca: 'x' }", { ca: 'x' }],
  ['ssl: false', false],
])('dbCredentials with %s', async (ssl, expected) => {
  const { readConfig } = await import('../../src/migrate/config.ts')
  const { cwd } = project(ssl.replaceAll(/\W+/g, '-'), {
    'drizzle.config.ts': config(
      `dbCredentials: { host: 'db.example', user: 'ü', password: 'p/w', database: 'd', ${ssl} }`,
    ),
  })
  const read = await readConfig(join(cwd, 'drizzle.config.ts'))
  expect(chooseDatabase(undefined, read, {})).toEqual({
    databaseUrl: 'postgresql://%C3%BC:p%2Fw@db.example:5432/d',
    from: 'dbCredentials of the configuration',
    ssl: expected,
  })
  // It is about that database, not about another one that a flag names.
  expect(chooseDatabase('postgresql://flag/x', read, {})?.ssl).toBeUndefined()
})
