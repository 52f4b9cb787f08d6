import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../src/local/postgres/port.ts'
import type { AnyJson } from '../harness/test-app.ts'

const run = promisify(execFile)
const root = mkdtempSync(join(tmpdir(), 'morning-brief-clone-'))
const clone = join(root, 'clone')
const port = await freePort()
let dev: ChildProcess | undefined

/** The commands of the README's shell blocks but the tour's, in their order; test/readme.test.ts runs that. */
const commands = [...readFileSync('README.md', 'utf8').matchAll(/```sh\n([\s\S]*?)```/g)]
  .flatMap(([, block]) => block!.replace(/\\\n\s*/g, ' ').split('\n'))
  .map((line) => line.replace(/\s+# .*$/, '').trim())
  .filter((line) => line && !/^(curl |-d )/.test(line))

/** What needs an account or a database at Neon, and how far it can be followed without. */
const WITHOUT_ACCOUNT: [RegExp, string | null][] = [
  [/^npx wrangler login$/, 'npx wrangler login --help'],
  [/^export DATABASE_URL='postgres:.*neon\.tech.*'$/, null],
  [/^npm run deploy$/, 'npm run deploy -- --dry-run'],
  [/^npx wrangler secret put (\w+) --env production$/, 'npx wrangler secret put --help'],
]

/** A shell of somebody who has Node and npm, and nothing else of this process. */
const shell = (command: string) => {
  const { HOME, PATH } = process.env
  const env = { HOME, PATH, PORT: String(port), CLOUDFLARE_API_TOKEN: '' }
  return ['bash', ['-c', command], { cwd: clone, env, maxBuffer: 2 ** 24 }] as const
}

beforeAll(async () => {
  await run('git', ['clone', '--quiet', '--depth', '1', `file://${resolve('.')}`, clone])
  // The long form installs; the short one takes what was installed from the same lock file.
  if (!process.env.LONG) symlinkSync(resolve('node_modules'), join(clone, 'node_modules'))
}, 300_000)
afterAll(async () => {
  dev?.kill('SIGTERM')
  for (let i = 0; i < 100 && dev?.exitCode === null; i++) await sleep(100)
  rmSync(root, { recursive: true, force: true })
})

async function untilReady(child: ChildProcess): Promise<void> {
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (output += text))
  while (!output.includes('is ready at')) {
    if (child.exitCode !== null) throw new Error(output)
    await sleep(100)
  }
}

describe('a fresh clone, by the README word by word', { timeout: 600_000 }, () => {
  it('starts with two commands', () => {
    expect(commands.slice(0, 2)).toEqual(['npm ci && npm run dev', 'npm cit'])
  })

  it('serves the first brief: three articles for each topic, and the page that shows them', async () => {
    const command = process.env.LONG ? commands[0]! : commands[0]!.replace('npm ci && ', '')
    const [program, args, options] = shell(command)
    dev = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    await untilReady(dev)
    const brief = (await (await fetch(`http://localhost:${port}/api/v1/briefs/today`)).json()) as AnyJson
    expect(brief.topics.length).toBeGreaterThan(2)
    for (const { deliveries } of brief.topics) expect(deliveries).toHaveLength(3)
    const page = await (await fetch(`http://localhost:${port}/`, { headers: { accept: 'text/html' } })).text()
    expect(page).toContain(brief.topics[0].name)
  })

  it('mails today’s brief to /dev/mail at one click', async () => {
    const origin = `http://localhost:${port}`
    const read = async (path: string, init?: RequestInit) => (await fetch(origin + path, init)).text()
    const mailbox = await read('/dev/mail')
    const [, method, action] = /<form method="(\w+)" action="([^"]+)">/.exec(mailbox)!
    const clicked = await read(action!, { method: method! })
    expect(clicked).toContain('Here it is.')
    const mail = await read(`${/href="(\/dev\/mail\/\d+)"/.exec(clicked)![1]}/html`)
    const brief = (await (await fetch(`${origin}/api/v1/briefs/today`)).json()) as AnyJson
    for (const { name, deliveries } of brief.topics) {
      expect(mail).toContain(name)
      for (const { article } of deliveries) expect(mail).toContain(article.title)
    }
  })

  it('goes as far as a deploy goes without an account', async () => {
    const rest = commands.slice(2)
    expect(rest.length).toBeGreaterThan(4)
    for (const command of rest) {
      const known = WITHOUT_ACCOUNT.find(([pattern]) => pattern.test(command))
      const followed = known ? known[1] : command
      if (followed === null) continue
      await expect(run(...shell(followed)), command).resolves.toBeTruthy()
    }
  })
})
