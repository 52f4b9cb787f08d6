import { expect, test } from 'vitest'
import { migrate } from '../../src/migrate/migrate.ts'
import { countingEntries, firstWhen, writeFolder } from './folder.ts'
import { query, run, useScratch, useServer } from './harness.ts'

const server = useServer()
const scratch = useScratch()
const entries = countingEntries(3)

async function statusOf(folder: string, url: string) {
  const { code, stdout } = await run(['status', '--folder', folder, '--url', url, '--json'])
  return { code, ...JSON.parse(stdout) }
}

test('pending, up to date, ahead, and inconsistent, each with its exit code', async () => {
  const url = await server.create()
  const folder = writeFolder(scratch('status'), entries)
  const tags = entries.map(({ tag }) => tag)
  expect(await statusOf(folder, url)).toMatchObject({ code: 2, state: 'pending', applied: [], pending: tags })
  expect(await query(url, "select to_regnamespace('drizzle') as there")).toEqual([{ there: null }])

  await migrate({ databaseUrl: url, folder })
  expect(await statusOf(folder, url)).toMatchObject({
    code: 0,
    state: 'up_to_date',
    applied: tags,
    without_way_down: [],
  })

  const older = writeFolder(scratch('older'), entries.slice(0, 3))
  expect(await statusOf(older, url)).toMatchObject({
    code: 0,
    state: 'ahead',
    unknown: [{ when: firstWhen + 180_000 }],
  })
  expect((await migrate({ databaseUrl: url, folder: older })).applied).toEqual([])

  const edited = writeFolder(scratch('edited'), [
    { ...entries[0], tag: '0000_table', up: 'SELECT 1;' },
    { tag: '0001_skipped', up: 'SELECT 2;', when: firstWhen + 1 },
    ...entries.slice(1),
  ])
  expect(await statusOf(edited, url)).toMatchObject({
    code: 3,
    state: 'inconsistent',
    edited: ['0000_table', '0001_count', '0002_index'],
    skipped: ['0001_skipped'],
    pending: ['0003_count'],
    without_way_down: ['0001_skipped'],
  })
})

test('in words', async () => {
  const url = await server.create()
  await migrate({ databaseUrl: url, folder: writeFolder(scratch('words'), entries.slice(0, 1)) })
  const folder = writeFolder(scratch('words'), [
    ...entries.slice(0, 1),
    { tag: '0001_more', up: 'SELECT 1;' },
  ])
  const { code, stdout } = await run(['status', '--folder', folder, '--url', url])
  expect(code).toBe(2)
  expect(stdout).toBe('applied  0000_table\npending  0001_more  (no way down)\npending\n')
})
