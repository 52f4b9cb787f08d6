import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { startEmbeddedPostgres } from '../../src/local/postgres/index.ts'
import { copyCluster } from '../harness/blank-cluster.ts'
import { temporaryFolder } from './stack.ts'

let folder: string
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  folder = temporary.folder
  remove = temporary.remove
})
afterEach(() => remove())

function start(dataDir: string, settings: Record<string, string> = {}) {
  return startEmbeddedPostgres({ dataDir, durable: false, settings })
}

function withCluster(): string {
  copyCluster(inject('blankCluster'), folder)
  return join(folder, 'postgres')
}

const spoil = (name: string, text: string) => () => writeFileSync(join(withCluster(), name), text)
test.each([
  ['another version', spoil('PG_VERSION', '15\n'), 'data_dir_version', 'Postgres 15'],
  ['no version', spoil('PG_VERSION', 'x'), 'data_dir_corrupt', 'damaged'],
  ['a damaged control file', spoil('global/pg_control', 'x'.repeat(8192)), 'data_dir_corrupt', 'damaged'],
  [
    'a missing control file',
    () => rmSync(join(withCluster(), 'global/pg_control')),
    'data_dir_corrupt',
    'damaged',
  ],
  ['no log', () => rmSync(join(withCluster(), 'pg_wal'), { recursive: true }), 'data_dir_corrupt', 'damaged'],
  ['an empty cluster', () => mkdirSync(join(folder, 'postgres')), 'data_dir_corrupt', 'damaged'],
])('%s', async (_, prepare, code, words) => {
  prepare()
  const error = await start(folder).catch((e: Error) => e)
  expect(error).toMatchObject({ name: 'LocalDatabaseError', code, message: expect.stringContaining(words) })
  expect((error as Error).message).toContain(folder)
  // The claim is given back: the next start says the same, not that the folder is in use.
  await expect(start(folder)).rejects.toMatchObject({ code })
})

test('a file in the way', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(start(file)).rejects.toMatchObject({ code: 'data_dir_forbidden' })
  await expect(start(join(file, 'below'))).rejects.toMatchObject({
    code: 'data_dir_forbidden',
  })
})

test('a setting Postgres does not know', async () => {
  withCluster()
  await expect(start(folder, { nonsense: '1' })).rejects.toMatchObject({
    code: 'start_failed',
    message: expect.stringContaining('nonsense'),
  })
})
