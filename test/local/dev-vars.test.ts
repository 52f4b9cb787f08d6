import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { temporaryFolder } from './stack.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

const module = join(import.meta.dirname, '../../src/local/dev-vars.ts')

/** What commands see, run in a folder with such a `.dev.vars`. */
function environment(file: string, env: Record<string, string>): Record<string, string> {
  writeFileSync(join(folder, '.dev.vars'), file)
  const script = `const { withDevVars } = await import(${JSON.stringify(module)})
    console.log(JSON.stringify(withDevVars(JSON.parse(process.argv[1]))))`
  const args = ['--input-type=module', '-e', script, JSON.stringify(env)]
  return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }))
}

const FILE = 'DATABASE_URL=postgres://u:p@file/d\nPORT=8790\nDATA_DIR=\n'

test('the file fills what the environment leaves open, or empty', () => {
  const given = { PORT: '1', DATABASE_URL: '' }
  expect(environment(FILE, given)).toEqual({ DATABASE_URL: 'postgres://u:p@file/d', PORT: '1' })
})

test('a database that the environment names is not mixed with that of the file', () => {
  const staging = { PGHOST: 'staging', PGDATABASE: 'd' }
  expect(environment(FILE, staging)).toEqual({ PORT: '8790', ...staging })
})
