import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SETTING_NAMES } from '../src/config.ts'
import { seed } from '../src/local/seed/index.ts'
import { useTestDatabase } from './harness/test-database.ts'
import { startTestWorker, type TestWorker } from './harness/worker.ts'

const README = readFileSync('README.md', 'utf8')
const DOCS = [...globSync('*.md'), ...globSync('docs/**/*.md')]
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')
const run = promisify(execFile)
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

/** The commands of the shell blocks, whole and without their comments. */
const commands = [...README.matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block!.replace(/\\\n\s*/g, ' ').split('\n'))
  .map((line) => line.replace(/\s+# .*$/, '').trim())
  .filter(Boolean)

describe('the README', () => {
  it('can be read in one go, and has one picture', () => {
    expect(README.split('\n').length).toBeLessThanOrEqual(150)
    expect(README.match(/!\[.*?\]\(docs\/\S+\.jpg\)/g)).toHaveLength(1)
  })

  it('and the documents name only scripts that exist, and every script is named', () => {
    const named = [...DOCS.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name]) => name!)
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((name) => !scripts[name])).toEqual([])
    const listed = readFileSync('docs/commands.md', 'utf8')
    expect(Object.keys(scripts).filter((name) => !listed.includes(name))).toEqual([])
  })

  it('and docs/settings.md explain every setting, and no other', () => {
    const hidden = ['FEED_ALLOWED_ORIGINS', 'SAMPLE_FEEDS_ORIGIN', 'DEMO_KEY']
    const table = readFileSync('docs/settings.md', 'utf8')
    const explained = [...table.matchAll(/^\| ((?:`[A-Z_ ]+`(?:, )?)+) \|/gm)]
      .flatMap(([, names]) => names!.match(/[A-Z_]+/g)!)
      .filter((name) => name !== '_')
    expect(SETTING_NAMES.filter((name) => !hidden.includes(name) && !explained.includes(name))).toEqual([])
    // What no worker reads: the commands do.
    const commandsOnly = 'PORT HOST TRUST_PROXY DATA_DIR TEST_DATABASE_URL DATABASE_URL_DIRECT ADMIN_EMAIL'
    const known = [...SETTING_NAMES, ...commandsOnly.split(' ')]
    expect(explained.filter((name) => !known.includes(name))).toEqual([])
  })

  it('calls wrangler by commands that it has', async () => {
    const called = [...DOCS.matchAll(/npx wrangler ((?:[a-z]+ ?)+)/g)].map(([, words]) => words!.trim())
    expect(called.length).toBeGreaterThan(5)
    const pages = await Promise.all([help(), help('queues'), help('secret')])
    const known = [...pages.join('\n').matchAll(/^ {2}wrangler ((?:queues |secret )?\w+)/gm)].map(
      ([, words]) => words!,
    )
    expect(
      called
        .map((words) => words.replace(/ (morning|alone|serves).*$/, ''))
        .filter((words) => !known.includes(words)),
    ).toEqual([])
  })
})

async function help(...command: string[]): Promise<string> {
  return (await run('wrangler', [...command, '--help'])).stdout
}

describe('the tour with curl', () => {
  const database = useTestDatabase()
  let worker: TestWorker
  let host = ''
  beforeAll(async () => {
    await seed({ databaseUrl: database.directUrl, timeZone: 'UTC' })
    worker = await startTestWorker({ DATABASE_URL: database.url })
    host = new URL((await worker.fetch('/health')).url).host
  })
  afterAll(() => worker?.dispose())

  const curls = commands.filter((command) => command.startsWith('curl '))
  it('is there', () => expect(curls.length).toBeGreaterThan(8))

  it('answers every command as it is written', async () => {
    let id = ''
    for (const command of curls) {
      const line = command.replaceAll('localhost:8787', host).replace('/ID', `/${id}`)
      const { stdout } = await run('bash', ['-c', line.replace('curl ', 'curl -sS --fail-with-body ')])
      if (command.includes('Bread flour')) id = JSON.parse(stdout).id
    }
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
  })
})
