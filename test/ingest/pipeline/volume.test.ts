import { expect, it, vi } from 'vitest'
import { benchIngest, DISTINCT } from '../../bench/ingest.ts'
import { useTestDatabase } from '../../harness/test-database.ts'

const database = useTestDatabase()

it('stores of 10,000 entries in 50 feeds exactly the distinct ones, in one round trip a feed', async () => {
  const lines = vi.spyOn(console, 'log').mockImplementation(() => {})
  const figures = await benchIngest(database.url)
  const events = lines.mock.calls.map(([line]) => JSON.parse(String(line)))
  lines.mockRestore()
  expect(figures).toMatchObject({ feeds: 50, entries: 10_000, stored: DISTINCT })
  expect(DISTINCT).toBe(7500)
  const links = await database.query(
    'select count(distinct link)::int as n, count(*)::int as rows from articles',
  )
  expect(links).toEqual([{ n: DISTINCT, rows: DISTINCT }])
  const ingested = events.filter((line) => line.event === 'source_ingested')
  expect(ingested.map((line) => line.round_trips)).toEqual(Array(50).fill(1))
  expect(ingested.reduce((sum, line) => sum + line.new_articles, 0)).toBe(DISTINCT)
})
