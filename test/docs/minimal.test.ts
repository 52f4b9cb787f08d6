import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { unstable_startWorker } from 'wrangler'
import pkg from '../../package.json' with { type: 'json' }
import { useBlankDatabase } from './blank-database.ts'

const database = useBlankDatabase(`create table todos (
  id integer primary key generated always as identity, description text not null, completed boolean not null default false)`)

it('has a hundred lines, and the versions of this project', () => {
  const files = globSync('docs/minimal/*').filter((path) => !path.endsWith('.md'))
  const lines = files.flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'))
  expect(lines.length).toBeLessThanOrEqual(100)
  const { dependencies } = JSON.parse(readFileSync('docs/minimal/package.json', 'utf8'))
  expect(pkg.dependencies).toMatchObject(dependencies)
})

it('serves in workerd as its wrangler.toml says', async () => {
  const persist = mkdtempSync(join(tmpdir(), 'minimal-'))
  const worker = await unstable_startWorker({
    config: 'docs/minimal/wrangler.toml',
    envFiles: [],
    bindings: { DATABASE_URL: { type: 'plain_text', value: database.url } },
    dev: {
      logLevel: 'none',
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      watch: false,
      persist,
    },
  })
  try {
    const url = new URL('/todos', await worker.url)
    const made = await fetch(url, { method: 'POST', body: JSON.stringify({ description: 'In workerd' }) })
    expect(made.status).toBe(201)
    expect(await (await fetch(url)).json()).toEqual([{ id: 1, description: 'In workerd', completed: false }])
  } finally {
    await worker.dispose()
    rmSync(persist, { recursive: true, force: true })
  }
})
