import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { query, run, useServer } from './harness.ts'

const server = useServer()
const execute = promisify(execFile)

/** drizzle-kit's own command, as npx runs it. */
async function drizzleKitPush(databaseUrl: string) {
  const kit = resolve('node_modules/drizzle-kit/bin.cjs')
  const env = { DATABASE_URL: databaseUrl, PATH: process.env.PATH }
  const { stdout, stderr } = await execute(process.execPath, [kit, 'push', '--force'], { env })
  return { code: 0, output: stdout + stderr }
}

// drizzle-kit takes its time to read a schema, the more so beside others.
describe('push on a database without tables', { timeout: 300_000 }, () => {
  it.each([
    ['npm run db:push', (databaseUrl: string) => run(['push', '--url', databaseUrl])],
    ['npx drizzle-kit push', drizzleKitPush],
  ])('%s makes all of it, and db:migrate goes on from there', async (_, push) => {
    const databaseUrl = await server.create()
    const { code, output } = await push(databaseUrl)
    expect(code, output).toBe(0)
    const [made] = await query(
      databaseUrl,
      `select to_regprocedure('article_search_vector(text, text, jsonb, text)') is not null as functions,
         exists (select from pg_trigger where tgrelid = 'todos'::regclass) as triggers`,
    )
    expect(made).toEqual({ functions: true, triggers: true })
    expect((await run(['up', '--url', databaseUrl])).stdout).toContain('nothing to apply')
  })

  it('one that was left half-way is told what to do, by push and by migrate', async () => {
    const databaseUrl = await server.create()
    await query(databaseUrl, 'create table users (id integer generated always as identity primary key)')
    for (const command of ['push', 'up']) {
      const { code, output } = await run([command, '--url', databaseUrl])
      expect(code, output).toBe(1)
      expect(output).toMatch(/npm run db:reset[\s\S]*stamp/)
    }
  })
})

it('shows every migration without a database, and applies none', async () => {
  const { code, stdout, stderr } = await run(['up', '--dry-run', '--offline'])
  expect([code, stdout]).toEqual([0, expect.stringContaining('CREATE TABLE "todos"')])
  expect(stderr).toContain('nothing was changed')
  const alone = await run(['up', '--offline'])
  expect([alone.code, alone.stderr]).toEqual([1, expect.stringContaining('--dry-run')])
})
