import { expect, test } from 'vitest'
import { NOW, readText } from './read-fixture.ts'

const feed = (dates: string[], built = '') =>
  `<rss version="2.0"><channel><title>T</title>${built && `<lastBuildDate>${built}</lastBuildDate>`}${dates
    .map(
      (date, n) =>
        `<item><title>${n}</title><link>https://d.example/${n}</link><pubDate>${date}</pubDate></item>`,
    )
    .join('')}</channel></rss>`

const read = async (document: string, lastRead: Date | null = null) =>
  (await readText(document, { lastRead })).articles.map(({ published_at, date_is_guess }) => [
    published_at.slice(0, 16),
    date_is_guess,
  ])

const NINTH = 'Mon, 09 Feb 2026 08:00:00 GMT'
const SEVENTH = 'Sat, 07 Feb 2026 08:00:00 GMT'

test('a date that none can read is that of the older neighbour, and says that it is a guess', async () => {
  expect(await read(feed([NINTH, 'soon', SEVENTH]))).toEqual([
    ['2026-02-09T08:00', false],
    ['2026-02-07T08:00', true],
    ['2026-02-07T08:00', false],
  ])
})

test('without neighbours it is that of the feed, and never later than its last build', async () => {
  expect(await read(feed(['soon', 'later'], NINTH))).toEqual([
    ['2026-02-09T08:00', true],
    ['2026-02-09T08:00', true],
  ])
  // A build before the newest entry was none.
  expect(await read(feed([NINTH, 'soon'], 'Thu, 01 Jan 2015 00:00:00 GMT'))).toEqual([
    ['2026-02-09T08:00', false],
    ['2026-02-09T08:00', true],
  ])
})

test('a first fetch without any date counts back a day an entry, so that it fills no brief', async () => {
  const [first, second, third] = await read(feed(['', '', '']))
  expect([first, second, third]).toEqual([
    ['2026-03-02T12:00', true],
    ['2026-03-01T12:00', true],
    ['2026-02-28T12:00', true],
  ])
  const built = NOW.toUTCString()
  expect((await read(feed(['', '', ''], built))).map(([date]) => date)).toEqual([
    '2026-03-02T12:00',
    '2026-03-01T12:00',
    '2026-02-28T12:00',
  ])
})

test('a later fetch dates what is new since the one before', async () => {
  const lastRead = new Date(NOW.getTime() - 3_600_000)
  expect(await read(feed(['', '']), lastRead)).toEqual([
    ['2026-03-02T12:00', true],
    ['2026-03-02T11:59', true],
  ])
  expect(await read(feed(['soon', NINTH]), lastRead)).toEqual([
    ['2026-03-02T11:00', true],
    ['2026-02-09T08:00', false],
  ])
})

test('a date to come is now, and a guess', async () => {
  expect(await read(feed(['Mon, 02 Mar 2026 15:00:00 GMT', NINTH]))).toEqual([
    ['2026-03-02T12:00', true],
    ['2026-02-09T08:00', false],
  ])
})

test('the order of day and month is that of the whole feed', async () => {
  expect((await read(feed(['25/02/2026 09:00', '05/02/2026 09:00']))).map(([date]) => date)).toEqual([
    '2026-02-25T09:00',
    '2026-02-05T09:00',
  ])
})
