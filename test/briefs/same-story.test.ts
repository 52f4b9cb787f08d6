import fc from 'fast-check'
import { expect, it } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

/** Titles of few words, so that pairs of every degree of likeness come about. */
const title = fc
  .array(
    fc.constantFrom(
      'rates',
      'rise',
      'Bank',
      'bänk',
      'again',
      '北京',
      'a',
      'harvest',
      'Ελλάδα',
      'x1',
      '—',
      'C++',
    ),
    {
      minLength: 1,
      maxLength: 7,
    },
  )
  .map((words) => words.join(' '))

it('tells the same pairs apart by bits and trigrams as by trigrams alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(title, title), { minLength: 50, maxLength: 50 }), async (pairs) => {
      const rows = await database.query<{ by_bits: boolean; by_trigrams: boolean }>(
        `select is_same_story(a, trigram_bits(a), b, trigram_bits(b), 0.5::real) as by_bits, similarity(a, b) >= 0.5::real as by_trigrams
         from (select fold_text(pair ->> 0) a, fold_text(pair ->> 1) b from jsonb_array_elements($1::jsonb) pair) pairs`,
        [JSON.stringify(pairs)],
      )
      expect(rows.map((row) => row.by_bits)).toEqual(rows.map((row) => row.by_trigrams))
    }),
    { numRuns: process.env.LONG ? 500 : 30 },
  )
})

it('lets bits rule out most pairs that are not alike', async () => {
  const [row] = await database.query<{ ruled_out: number; pairs: number }>(
    `with titles as (
       select 'Story ' || md5(n::text) || ' of the day ' || md5((n * 7)::text) as title from generate_series(1, 60) n
     )
     select count(*)::int as pairs,
       (count(*) filter (where bit_count(trigram_bits(a.title) # trigram_bits(b.title)) > length(a.title) + 1))::int as ruled_out
     from titles a join titles b on a.title < b.title`,
  )
  expect(row!.ruled_out / row!.pairs).toBeGreaterThan(0.9)
})
