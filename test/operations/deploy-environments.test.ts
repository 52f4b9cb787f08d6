import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { unstable_readConfig } from 'wrangler'

const run = promisify(execFile)
const out = mkdtempSync(join(tmpdir(), 'morning-brief-deploy-'))
afterAll(() => rmSync(out, { recursive: true, force: true }))

/** wrangler's deploy without the upload: it goes exactly as far as it can without an account. */
async function wrangler(...args: string[]) {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1', CLOUDFLARE_API_TOKEN: 'x' }
  return run('wrangler', [...args, '--dry-run', '--outdir', out], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, output: `${stdout}${stderr}` }),
  )
}

describe('the environment of the laptop', () => {
  it.concurrent.each([
    ['deploy'],
    ['deploy', '--name', 'morning-brief'],
    ['deploy', '--env', ''],
    ['versions', 'upload'],
  ])('cannot leave it: %s %s %s', async (...args) => {
    const { code, output } = await wrangler(...args)
    expect(code, output).not.toBe(0)
    expect(output).toContain('npm run deploy')
  })

  it('has another name than what is deployed', () => {
    const names = [...readFileSync('wrangler.toml', 'utf8').matchAll(/^name = "(morning-brief.*)"/gm)]
    expect(names.map(([, name]) => name)).toEqual([
      'morning-brief-laptop',
      'morning-brief',
      'morning-brief-preview',
    ])
  })
})

describe('every environment', () => {
  it.each(['laptop', 'production', 'preview'])(
    'reaches only the public internet and logs no query: %s',
    (name) => {
      const env = name === 'laptop' ? undefined : name
      const { compatibility_flags, observability } = unstable_readConfig({ config: 'wrangler.toml', env })
      expect(compatibility_flags).toContain('global_fetch_strictly_public')
      expect(observability).toMatchObject({ enabled: true, redact_query_string: true })
    },
  )

  it('is one of these', () => {
    const names = [...readFileSync('wrangler.toml', 'utf8').matchAll(/^\[+env\.(\w+)/gm)].map(
      ([, name]) => name,
    )
    expect([...new Set(names)]).toEqual(['production', 'preview'])
  })
})
