import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import pkg from '../../package.json' with { type: 'json' }

const run = promisify(execFile)

/** The deploy command without an account, in an environment without settings of this machine. */
function deploy(env: Record<string, string>, ...args: string[]) {
  const { PATH, HOME } = process.env
  const clean = { PATH, HOME, NO_COLOR: '1', ...env }
  return run('node', ['src/local/deploy.ts', ...args], { env: clean }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: `${stdout}${stderr}` }),
  )
}

describe('npm run deploy', { timeout: 300_000 }, () => {
  it('does all but the changes with --dry-run, without an account', async () => {
    const { code, output } = await deploy({}, '--dry-run')
    expect(code, output).toBe(0)
    expect(output).toContain('Not migrated: set DATABASE_URL')
    const toml = readFileSync('wrangler.toml', 'utf8')
    const production = toml.slice(toml.indexOf('[env.production]'), toml.indexOf('[env.preview]'))
    const queues = new Set([...production.matchAll(/^queue = "(.*)"/gm)].map(([, name]) => name!))
    expect(queues.size).toBeGreaterThan(1)
    for (const queue of queues) expect(output).toContain(`the queue ${queue} would be made`)
    expect(output).toMatch(/--dry-run: exiting now/)
  })

  it('refuses the database of this machine, which Cloudflare cannot reach', async () => {
    const DATABASE_URL = 'postgres://me:secret@localhost:5432/brief'
    const { code, output } = await deploy({ DATABASE_URL }, '--dry-run')
    expect([code, output]).toEqual([1, expect.stringContaining('which Cloudflare cannot reach')])
    expect(output).not.toContain('secret')
  })

  it('migrates before it uploads, and does not upload what could not be migrated', async () => {
    const DATABASE_URL_DIRECT = 'postgres://me:secret@nowhere.invalid/brief'
    const { code, output } = await deploy({ DATABASE_URL_DIRECT }, '--dry-run')
    expect([code, output]).toEqual([1, expect.stringContaining('this host name is unknown')])
    expect(output).not.toMatch(/exiting now|secret/)
  })
})

describe('the deploy button', () => {
  it('asks for each secret by its name, with what it is', () => {
    const example = readFileSync('.dev.vars.example', 'utf8')
    const asked = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name!)
    expect(asked.sort()).toEqual(Object.keys(pkg.cloudflare.bindings).sort())
    expect(asked).toContain('DATABASE_URL')
    for (const { description } of Object.values(pkg.cloudflare.bindings))
      expect(description).toMatch(/\.|rand/)
  })

  it('runs the command that migrates', () => expect(pkg.scripts.deploy).toBe('node src/local/deploy.ts'))
})
