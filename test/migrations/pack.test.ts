import { execFile, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }
import { long, query, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const execute = promisify(execFile)
let tarball: string
/** Each command starts drizzle-kit, and the compiler runs twice. */
const TIMES = { timeout: long ? 600_000 : 180_000 }

beforeAll(async () => {
  const { stdout } = await execute(process.execPath, [resolve('src/migrate/pack.ts'), scratch('packed')])
  tarball = stdout.trim()
})

/** What the package asks for, and what its commands take from the project. */
const installed = ['commander', 'jiti', 'pg', '@types', 'drizzle-kit', 'drizzle-orm', 'squawk-cli']

const kinds = {
  commonjs: {
    config: `const { schema } = require('./paths')
      module.exports = { dialect: 'postgresql', schema, out: './sql', dbCredentials: { url: process.env.SAVED_URL } }`,
    'paths.js': `exports.schema = require('node:path').join(__dirname, 'schema.ts')`,
    program: `const { migrate } = require('morning-brief-migrate')
      migrate({ databaseUrl: process.env.SAVED_URL, folder: 'sql' }).then(({ applied }) => console.log(applied))`,
  },
  module: {
    config: `import { schema } from './paths.js'
      export default { dialect: 'postgresql', schema, out: './sql', dbCredentials: { url: process.env.SAVED_URL } }`,
    'paths.js': `export const schema = './schema.ts'`,
    program: `import { migrate } from 'morning-brief-migrate'
      console.log((await migrate({ databaseUrl: process.env.SAVED_URL, folder: 'sql' })).applied)`,
  },
}

/** An empty project with the package: the long form installs it by npm, the short one links what npm would bring. */
async function install(type: keyof typeof kinds, databaseUrl: string): Promise<string> {
  const cwd = scratch(type)
  mkdirSync(cwd, { recursive: true })
  const manifest = { name: 'empty', type, private: true }
  writeFileSync(join(cwd, 'package.json'), JSON.stringify(manifest))
  if (long) {
    const beside = ['drizzle-kit', 'drizzle-orm', 'squawk-cli', '@types/node'] as const
    const { dependencies, devDependencies } = pkg
    const pinned = { ...dependencies, ...devDependencies }
    await execute(
      'npm',
      ['install', '--silent', tarball, ...beside.map((name) => `${name}@${pinned[name]}`)],
      {
        cwd,
      },
    )
  } else {
    const home = join(cwd, 'node_modules', 'morning-brief-migrate')
    mkdirSync(home, { recursive: true })
    await execute('tar', ['-xzf', tarball, '-C', home, '--strip-components=1'])
    for (const name of installed) symlinkSync(resolve('node_modules', name), join(cwd, 'node_modules', name))
  }
  const { config, program, ...files } = kinds[type]
  const all = {
    ...files,
    'drizzle.config.js': config,
    'program.js': program,
    '.env': `SAVED_URL=${databaseUrl}\n`,
    'schema.ts': `import { integer, pgTable } from 'drizzle-orm/pg-core'
      export const notes = pgTable('notes', { id: integer().primaryKey() })`,
    'uses.ts': `import { migrate, MigrateError, type Status } from 'morning-brief-migrate'
      export const applied: Promise<{ applied: string[] }> = migrate({ databaseUrl: '', folder: 'sql' })
      export const error: Error = new MigrateError('x')
      export const state: Status['state'] = 'pending'`,
  }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(cwd, name), text)
  return cwd
}

/** Runs one of the project's own commands, as npx does. */
async function npx(cwd: string, ...args: string[]) {
  const { DATABASE_URL: _none, ...env } = process.env
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
  const code = await new Promise((done) => child.on('close', done))
  return { code, output }
}

describe.each(['commonjs', 'module'] as const)('in an empty project of type %s', (type) => {
  test(
    'the package generates, checks, migrates and rolls back; programs and types find it',
    TIMES,
    async () => {
      const databaseUrl = await server.create()
      const cwd = await install(type, databaseUrl)
      const migrate = async (...args: string[]) => {
        const { code, output } = await npx(
          cwd,
          join('node_modules', 'morning-brief-migrate', 'cli.js'),
          ...args,
        )
        expect(code, output).toBe(0)
        return output
      }
      await migrate('generate', '--name', 'start')
      expect(readdirSync(join(cwd, 'sql')).sort()).toEqual(['0000_start.down.sql', '0000_start.sql', 'meta'])
      const { code, output } = await npx(cwd, '--env-file=.env', 'program.js')
      expect([code, output]).toEqual([0, "[ '0000_start' ]\n"])
      expect(await migrate('check')).toContain('drift: the database is what the migrations make')
      expect(await migrate('rollback')).toContain('0000_start rolled back')
      expect(await migrate('up')).toContain('(dbCredentials of the configuration)')
      expect(await query(databaseUrl, 'select from notes')).toEqual([])
      const compiler = resolve('node_modules/typescript/bin/tsc')
      const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--types', 'node', '--target', 'es2024']
      expect(await npx(cwd, compiler, ...strict, 'uses.ts')).toEqual({ code: 0, output: '' })
    },
  )
})
