import { expect, it } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

/** What a text is made of, over and over: what parsers read twice. */
const FILLINGS = [
  ...['a', 'a ', 'a.', 'a-', 'a_', 'a@1', '1a@', 'x_y', '/,a', '@%/', 'a:/', '+1', '1.', 'a1_'],
  ...['<', '<b ', '</b', '< a', '&amp;', "'s ", '"', 'C++ ', '.', '-', ' ', 'ab '],
  ...['ä', 'ä ', '\u0308', 'я@1', 'я_я', '中', '中a', '中 ', '中ﷺ', 'ﷺ', '한@1', 'ไ@1', '😀@1'],
]
/** What the database makes of the text of a feed, of its largest size. */
const FUNCTIONS = {
  article_search_vector: `article_search_vector('simple', left($1, 512), '[]', $1)`,
  'article_search_vector in a language': `article_search_vector('german', left($1, 512), '[]', $1)`,
  story_bits: `story_bits('english', left($1, 512), $1)`,
  trigram_bits: 'trigram_bits(fold_text(left($1, 512)))',
}
const LARGEST = 20_000
/** Where it takes less than this, in milliseconds, it is no matter how it grows. */
const LITTLE_MS = 150
const MOST_EXPONENT = 1.5

const fill = (filling: string, size: number) => filling.repeat(Math.floor(size / filling.length))

async function cost(call: string, text: string): Promise<number> {
  const started = performance.now()
  await database.query(`select pg_column_size(${call.replaceAll('$1', '$1::text')})`, [text])
  return performance.now() - started
}

/** Milliseconds at the largest size, and how they grow: 1 is linear, 2 quadratic, 0 too little to be told. */
async function growth(call: string, filling: string): Promise<{ ms: number; exponent: number }> {
  let best = { ms: Number.POSITIVE_INFINITY, exponent: Number.POSITIVE_INFINITY }
  // Others may have the processor meanwhile: what grows too fast does so each time.
  for (let tries = 0; tries < 3 && best.exponent > MOST_EXPONENT; tries += 1) {
    const ms = await cost(call, fill(filling, LARGEST))
    if (ms < LITTLE_MS) return { ms, exponent: 0 }
    const exponent = Math.log(ms / (await cost(call, fill(filling, LARGEST / 4)))) / Math.log(4)
    if (exponent < best.exponent) best = { ms, exponent }
  }
  return best
}

it.each(Object.entries(FUNCTIONS))('%s takes time by the length of its text', async (_, call) => {
  const figures: { filling: string; ms: number; exponent: number }[] = []
  for (const filling of FILLINGS) figures.push({ filling, ...(await growth(call, filling)) })
  figures.sort((a, b) => b.ms - a.ms)
  for (const { filling, ms, exponent } of figures.slice(0, 3)) {
    console.log(
      `${(5 * ms).toFixed(0)} ms/100 KB, exponent ${exponent.toFixed(2)}: ${JSON.stringify(filling)}`,
    )
  }
  expect(figures.filter(({ exponent }) => exponent > MOST_EXPONENT)).toEqual([])
})
