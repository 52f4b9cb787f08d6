import { describe, expect, it } from 'vitest'
import { SCORE_PARTS } from '../../src/features/briefs/scoring.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { ago, arrange, MORNING } from './arrange.ts'

const database = useTestDatabase()
const { source, article, user, topic, build, delivered } = arrange(database)

/** Titles that have nothing in common but one word. */
const about = (word: string, n: number) =>
  [
    `${word} prices climb after cold spring`,
    `Inside the quiet world of ${word} growers`,
    `How we learned to love ${word}`,
    `Seven questions on ${word}, answered`,
    `Court rules against ${word} importers`,
    `Why nobody buys ${word} online`,
  ][n]!

async function chosen(word: string) {
  const id = await topic(await user(), [word])
  await build(MORNING)
  return { id, rows: await delivered(id), titles: (await delivered(id)).map((row) => row.title) }
}

describe('the choice', () => {
  it('puts title over tags over summary, and gives three', async () => {
    await article('Nothing to see', { summary: '<p>All about quinces today</p>' })
    await article('A tagged story', { tags: ['Quinces'] })
    await article('Quinces are back')
    const { rows, titles } = await chosen('quince')
    expect(titles).toEqual(['Quinces are back', 'A tagged story', 'Nothing to see'])
    // A title without a text is all there is of an article, so it counts as two places do.
    expect(rows.map((row) => [row.position, row.score_parts.evidence, row.found_in])).toEqual([
      [1, 1, { title: ['quince'] }],
      [2, 0.7, { tags: ['quince'] }],
      [3, 0.6, { text: ['quince'] }],
    ])
    expect(rows[0]!.matched_keywords).toEqual(['quince'])
  })

  it('prefers the newer and the more credible of equal evidence', async () => {
    await article(about('medlar', 0), { published_at: ago(24) })
    await article(about('medlar', 1), { published_at: ago(0) })
    await article(about('medlar', 2), { published_at: ago(0), source_id: await source({ credibility: 0.9 }) })
    const { rows, titles } = await chosen('medlar')
    expect(titles).toEqual([about('medlar', 2), about('medlar', 1), about('medlar', 0)])
    expect(rows.map((row) => row.score_parts.recency)).toEqual([1, 1, 0.5 ** 0.25])
    expect(rows.map((row) => row.score_parts.credibility)).toEqual([0.95, 0.75, 0.75])
  })

  it('stores a score that is the product of its parts, to the last bit', async () => {
    for (let n = 0; n < 6; n++)
      await article(about('damson', n), {
        published_at: ago(1.37 * n + 0.1),
        source_id: await source({ credibility: 0.31 + n / 9 }),
        tags: n % 2 ? ['fruit'] : [],
      })
    const id = await topic(await user(), ['damson', 'fruit'])
    await build(MORNING)
    const rows = await delivered(id)
    expect(rows).toHaveLength(3)
    for (const { score, score_parts } of rows) {
      expect(Object.keys(score_parts)).toEqual(SCORE_PARTS)
      expect(SCORE_PARTS.reduce((product, part) => product * score_parts[part]!, 1)).toBe(score)
    }
  })

  it('takes two of one source while others qualify, and three when none does', async () => {
    const rich = await source({ credibility: 1 })
    for (let n = 0; n < 4; n++) await article(about('loquat', n), { source_id: rich })
    const other = await source({ credibility: 0.1 })
    await article(about('loquat', 4), { source_id: other })
    expect((await chosen('loquat')).rows.map((row) => row.source_id)).toEqual([rich, rich, other])
    for (let n = 0; n < 4; n++) await article(about('sorrel', n), { source_id: rich })
    expect((await chosen('sorrel')).rows.map((row) => row.source_id)).toEqual([rich, rich, rich])
  })

  it('leaves out what is nearly the same as a better candidate', async () => {
    await article('Mulberry harvest breaks all records', { source_id: await source({ credibility: 0.9 }) })
    await article('Mulberry harvest breaks records')
    await article('MULBERRY HARVEST BREAKS ALL RECÓRDS!')
    await article('New mulberry jam found in cellar')
    expect((await chosen('mulberry')).titles).toEqual([
      'Mulberry harvest breaks all records',
      'New mulberry jam found in cellar',
    ])
  })

  it('reaches back 72 hours only when 48 do not give three', async () => {
    for (let n = 0; n < 3; n++) await article(about('rowan', n), { published_at: ago(40) })
    await article(about('rowan', 3), { published_at: ago(50), source_id: await source({ credibility: 1 }) })
    expect((await chosen('rowan')).titles).not.toContain(about('rowan', 3))
    await article(about('elder', 0), { published_at: ago(50) })
    await article(about('elder', 1), { published_at: ago(71) })
    await article(about('elder', 2), { published_at: ago(73) })
    expect((await chosen('elder')).titles).toEqual([about('elder', 0), about('elder', 1)])
  })

  it('never repeats itself on later days', async () => {
    for (let n = 0; n < 4; n++) await article(about('hawthorn', n), { published_at: ago(n) })
    const id = await topic(await user(), ['hawthorn'])
    await build(MORNING)
    await article(`${about('hawthorn', 0)}, again`, { published_at: ago(-10) })
    await article(about('hawthorn', 5), { published_at: ago(-10) })
    await build(ago(-24))
    const rows = await delivered(id)
    expect(rows.map((row) => [row.delivery_date, row.title])).toEqual([
      ['2026-03-10', about('hawthorn', 0)],
      ['2026-03-10', about('hawthorn', 1)],
      ['2026-03-10', about('hawthorn', 2)],
      ['2026-03-11', about('hawthorn', 5)],
      ['2026-03-11', about('hawthorn', 3)],
    ])
  })

  it('lets evidence outvote age', async () => {
    await article('Apple and iPhone: what macOS changes', { published_at: ago(40), tags: ['apple'] })
    await article('Fiona Apple tribute night', {
      published_at: ago(0),
      summary: `<p>${'Songs. '.repeat(12)}</p>`,
    })
    const id = await topic(await user(), ['apple', 'iphone', 'macos'])
    await build(MORNING)
    const rows = await delivered(id)
    expect(rows.map((row) => row.title)).toEqual(['Apple and iPhone: what macOS changes'])
    expect(rows[0]!.score_parts.evidence).toBe(3)
  })

  it('says less rather than something wrong, the more words a topic has', async () => {
    const tell = (title: string, text: string) => article(title, { summary: `<p>${text}</p>` })
    await tell(
      'Weevil and aphid alarm',
      'Growers of the county count their losses and ask for help before harvest.',
    )
    await tell(
      'Weevil in the granary',
      'A weevil was found in the seed of the cooperative, which burned forty tons.',
    )
    await tell(
      'Of weevils and men',
      'A comedy about brothers who inherit a theatre opens on Friday in Norwich.',
    )
    await tell('A quiet evening', 'Nobody mentioned the weevil when the chairman spoke of fences and rain.')
    await tell(
      'Evening without a guest',
      'Nobody saw an earwig while the choir sang until the candles were down.',
    )
    const titles = async (keywords: string[]) => {
      const id = await topic(await user(), keywords)
      await build(MORNING)
      return (await delivered(id)).map((row) => row.title)
    }
    const sure = ['Weevil and aphid alarm', 'Weevil in the granary']
    expect(await titles(['weevil', 'aphid', 'locust'])).toEqual(sure)
    expect(await titles(['weevil', 'locust'])).toEqual([
      'Weevil in the granary',
      'Weevil and aphid alarm',
      'Of weevils and men',
    ])
    expect(await titles(['earwig', 'locust'])).toEqual([])
    expect(await titles(['earwig'])).toEqual(['Evening without a guest'])
  })

  it('counts more keywords as more, and never chooses from the future', async () => {
    await article('Bilberry and cranberry season opens')
    await article('Bilberry season opens')
    await article('Cranberry news of tomorrow', { published_at: ago(-1) })
    const id = await topic(await user(), ['bilberry', 'cranberry', 'lingonberry'])
    await build(MORNING)
    const rows = await delivered(id)
    expect(rows[0]).toMatchObject({
      matched_keywords: ['bilberry', 'cranberry'],
      score_parts: { evidence: 2 },
    })
    expect(rows.map((row) => row.title)).not.toContain('Cranberry news of tomorrow')
  })

  it('leaves out inactive sources and those without any credibility', async () => {
    await article(about('juniper', 0), { source_id: await source({ is_active: false }) })
    await article(about('juniper', 1), { source_id: await source({ credibility: 0 }) })
    await article(about('juniper', 2))
    expect((await chosen('juniper')).titles).toEqual([about('juniper', 2)])
  })

  it('builds nothing for inactive users and topics, nor for topics without keywords', async () => {
    await article('Sloe gin for all')
    const asleep = await topic(await user({ is_active: false }), ['sloe'])
    const reader = await user()
    const off = await topic(reader, ['sloe'], { is_active: false })
    const empty = await topic(reader, [])
    const negative = await topic(reader, ['-sloe'])
    await build(MORNING)
    for (const id of [asleep, off, empty, negative]) expect(await delivered(id)).toEqual([])
    expect(await database.query('select from briefs where user_id = $1', [reader])).toHaveLength(1)
  })
})
