import { expect, it } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'
import { ago, arrange, type Delivered, MORNING, words } from './arrange.ts'

const database = useTestDatabase()
const { source, article, user, topic, build, delivered } = arrange(database)

const THEMES = ['sculpture', 'quarry', 'kitchen', 'geology']
const day = (n: number) => new Date(Date.parse(MORNING) + n * 86_400_000).toISOString()
const READERS = process.env.LONG ? 20 : 4

interface Reader {
  userId: number
  topicId: number
  likes: (row: Delivered) => boolean
}

/** What readers think of what they got on a day, each as a thumb. */
async function press({ userId, topicId, likes }: Reader, n: number) {
  const rows = (await delivered(topicId)).filter((row) => row.delivery_date === day(n).slice(0, 10))
  for (const row of rows)
    await database.query('insert into feedback (user_id, delivery_id, rating) values ($1, $2, $3)', [
      userId,
      row.id,
      likes(row) ? 'up' : 'down',
    ])
}

/** The share of what was delivered from one day to before another that the reader likes. */
async function precision({ topicId, likes }: Reader, from: number, to: number) {
  const rows = (await delivered(topicId)).filter(
    (row) => row.delivery_date >= day(from).slice(0, 10) && row.delivery_date < day(to).slice(0, 10),
  )
  return rows.filter(likes).length / rows.length
}

it('learns hidden tastes within two weeks, keeps them, and follows a change of mind within one', async () => {
  const sources = [await source(), await source()]
  const onTheme = (theme: string) => (row: Delivered) => row.title.includes(theme)
  const readers: Reader[] = []
  for (let n = 0; n < READERS; n++) {
    const userId = await user()
    const likes = n % 4 === 3 ? (row: Delivered) => row.source_id === sources[0] : onTheme(THEMES[n % 4]!)
    readers.push({ userId, topicId: await topic(userId, ['granite']), likes })
  }
  /** A day: each theme has a story in each source, none like another, and readers press thumbs on what they got. */
  const live = async (n: number) => {
    for (const theme of THEMES)
      for (const source_id of sources)
        await article(`Granite ${theme} ${words(`${n} ${theme} ${source_id}`)}`, {
          source_id,
          summary: `<p>${words(`a ${n} ${theme} ${source_id}`)} ${words(`b ${n} ${theme} ${source_id}`)}</p>`,
          published_at: ago(2, day(n)),
        })
    await build(day(n))
    for (const reader of readers) await press(reader, n)
  }
  const mean = async (from: number, to: number, of = readers) => {
    let sum = 0
    for (const reader of of) sum += await precision(reader, from, to)
    return sum / of.length
  }
  for (let n = 0; n < 21; n++) await live(n)
  const [before, learned, kept] = [await mean(0, 1), await mean(11, 14), await mean(18, 21)]
  expect(before).toBeLessThan(0.5)
  // Two of three places follow the taste, and the third is a matter of luck.
  expect(learned).toBeGreaterThan(before + 0.1)
  expect(kept).toBeGreaterThan(before + 0.1)

  for (const [n, reader] of readers.entries()) reader.likes = onTheme(THEMES[(n + 1) % 4]!)
  for (let n = 21; n < 31; n++) await live(n)
  expect(await mean(28, 31)).toBeGreaterThan(0.6)

  const thirds = await database.query<{ parts: Record<string, number>; n: number }>(
    `select distinct jsonb_build_object('w', score_parts -> 'word_thumbs', 's', score_parts -> 'source_thumbs',
       'k', score_parts -> 'keyword_thumbs') as parts
     from deliveries where position = 3`,
  )
  expect(thirds.map(({ parts }) => parts)).toEqual([{ w: 1, s: 1, k: 1 }])

  // The same thumbs give the same rows, at any time.
  const rows = () =>
    database.query('select user_id, kind, name, label, ups, downs, weight from tastes order by 1, 2, 3')
  const learnedRows = await rows()
  expect(learnedRows.length).toBeGreaterThan(0)
  await database.query('delete from tastes')
  await database.query('select learn_tastes(id) from users')
  expect(await rows()).toEqual(learnedRows)
})

it('lets one thumb move no more than one of three places', async () => {
  const sources = [await source(), await source(), await source(), await source()]
  for (let round = 0; round < (process.env.LONG ? 40 : 8); round++) {
    const word = `gneiss${'abcdefghijklmnopqrstuvwxyz'[round % 26]}${round > 25 ? 'x' : ''}`
    const [calm, moved] = [await user(), await user()]
    const topics = [await topic(calm, [word]), await topic(moved, [word])] as const
    const news = async (n: number) => {
      for (let at = 0; at < 8; at++)
        await article(`${word} ${words(`${round} ${n} ${at}`)}`, {
          source_id: sources[(at + round) % 4]!,
          published_at: ago(1 + ((at * 7 + round) % 11), day(n)),
        })
      await build(day(n))
    }
    await news(60 + 2 * round)
    const [first] = await delivered(topics[1])
    await database.query('insert into feedback (user_id, delivery_id, rating) values ($1, $2, $3)', [
      moved,
      first!.id,
      round % 2 ? 'up' : 'down',
    ])
    await news(61 + 2 * round)
    const [a, b] = [(await delivered(topics[0])).slice(3), (await delivered(topics[1])).slice(3)]
    const titles = new Set(a.map((row) => row.title))
    expect(a).toHaveLength(3)
    expect(b.filter((row) => !titles.has(row.title)).length).toBeLessThanOrEqual(1)
  }
})
