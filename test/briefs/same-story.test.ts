import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SCORING } from '../../src/features/briefs/scoring.ts'
import { useTestDatabase } from '../harness/test-database.ts'
import { ago, arrange, MORNING } from './arrange.ts'

const database = useTestDatabase()
const { source, article, user, topic, build, delivered } = arrange(database)

/** Reports of few words, so that pairs of every degree of likeness come about. */
const report = fc
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

const LIKENESS = `story_likeness(story_bits('english', a, null), trigram_bits(fold_text(a)),
  story_bits('english', b, null), trigram_bits(fold_text(b)))`

it('measures a likeness that is the same both ways, at its most between equals, and never beyond 1.5', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(report, report), { minLength: 50, maxLength: 50 }), async (pairs) => {
      const rows = await database.query<{ one: number; other: number; equal: number }>(
        `select ${LIKENESS} as one, ${LIKENESS.replace(/\b([ab])\b(?=,|\)|')/g, (_, x) => (x === 'a' ? 'b' : 'a'))} as other,
           ${LIKENESS.replace(/\bb\b/g, 'a')} as equal
         from (select pair ->> 0 as a, pair ->> 1 as b from jsonb_array_elements($1::jsonb) pair) pairs`,
        [JSON.stringify(pairs)],
      )
      for (const { one, other, equal } of rows) {
        expect(one).toBe(other)
        expect(one).toBeGreaterThanOrEqual(0)
        expect(one).toBeLessThanOrEqual(equal)
        expect(equal).toBeLessThanOrEqual(1.5)
      }
    }),
    { numRuns: process.env.LONG ? 500 : 20 },
  )
})

describe.each([
  [
    'english',
    'Bridge over the Fal closes for a year',
    'The Fal bridge will close for a year after engineers found cracks in two piers, the county said on Monday.',
    'County shuts cracked Fal bridge for a year',
    'Engineers found cracks in two piers of the bridge over the Fal; the county closes it for a year.',
    'Ferry on the Fal adds late sailings',
    'From May the boats leave until midnight on Fridays and carry bicycles free of charge.',
  ],
  [
    'german',
    'Brücke über die Fal bleibt ein Jahr gesperrt',
    'Ingenieure haben Risse in zwei Pfeilern der Brücke gefunden, der Kreis sperrt sie ein Jahr lang.',
    'Risse in Pfeilern: Kreis sperrt die Fal-Brücke',
    'Wegen Rissen in zwei Pfeilern bleibt die Brücke über die Fal ein Jahr gesperrt, sagen Ingenieure.',
    'Fähre auf der Fal fährt länger',
    'Von Mai an legen die Boote freitags bis Mitternacht ab und nehmen Räder kostenlos mit.',
  ],
  [
    'french',
    'Le pont sur la Fal fermé pendant un an',
    'Des ingénieurs ont trouvé des fissures dans deux piles du pont; le comté le ferme pour un an.',
    'Fissures : le comté ferme un an le pont de la Fal',
    'Le pont sur la Fal est fermé un an car deux piles ont des fissures, selon des ingénieurs.',
    'Le bac de la Fal navigue plus tard',
    'Dès mai les bateaux partent jusqu’à minuit le vendredi et prennent les vélos.',
  ],
  [
    'simple',
    '法尔河大桥因裂缝封闭一年',
    '工程师在法尔河大桥的两个桥墩发现裂缝,县政府宣布封闭一年。',
    '桥墩有裂缝,法尔河大桥封闭一年',
    '县政府说工程师发现两个桥墩有裂缝,大桥将封闭一年。',
    '法尔河渡轮增加夜班',
    '五月起周五的船开到午夜,自行车免费。',
  ],
])('reports in %s', (language, one, text, other, otherText, third, thirdText) => {
  it('tell one story once, and what stands apart from it', async () => {
    const keyword = language === 'simple' ? '法尔河' : 'fal'
    await article(one, { summary: `<p>${text}</p>`, language, source_id: await source({ credibility: 0.9 }) })
    await article(other, { summary: `<p>${otherText}</p>`, language })
    await article(third, { summary: `<p>${thirdText}</p>`, language, published_at: ago(40) })
    const id = await topic(await user(), [keyword], { language })
    await build(MORNING)
    expect((await delivered(id)).map((row) => [row.title, row.also_in, row.score_parts.story])).toEqual([
      [one, [other], 1 + SCORING.story.per_teller],
      [third, [], 1],
    ])
    await database.query('delete from articles')
  })
})

const STORY = 'Strike at the ferries of Saltholm begins on Monday'
const TEXT =
  'Crews of the Saltholm ferries will stop work on Monday, their union said, because talks on pay have failed.'

describe('a story', () => {
  it('is told by its best report: credibility and a text first, then who came first', async () => {
    await article(STORY, { summary: `<p>${TEXT}</p>`, published_at: ago(1) })
    await article(`${STORY}, union says`, { summary: `<p>${TEXT}</p>`, published_at: ago(9) })
    await article(STORY, { published_at: ago(12) })
    const trusted = await source({ credibility: 0.9 })
    const id = await topic(await user(), ['saltholm'])
    await build(MORNING)
    const [first] = await delivered(id)
    expect([first!.title, first!.also_in.length, first!.score_parts.story]).toEqual([
      `${STORY}, union says`,
      2,
      1.2,
    ])
    await article(`${STORY} as feared`, {
      summary: `<p>${TEXT}</p>`,
      source_id: trusted,
      published_at: ago(20),
    })
    const later = await topic(await user(), ['saltholm'])
    await build(MORNING)
    expect((await delivered(later))[0]!.title).toBe(`${STORY} as feared`)
    await database.query('delete from articles')
  })

  it('comes again only when there is something new, as an update; not its other reports either', async () => {
    await article(STORY, { summary: `<p>${TEXT}</p>`, source_id: await source({ credibility: 0.9 }) })
    await article(`${STORY}, union says`, { summary: `<p>${TEXT}</p>` })
    const id = await topic(await user(), ['saltholm'])
    await build(MORNING)
    await article(`${STORY}: what travellers should know`, {
      summary: `<p>${TEXT}</p>`,
      published_at: ago(-20),
    })
    await build(ago(-24))
    expect(await delivered(id)).toHaveLength(1)
    const news =
      'After nine hours of mediation owners offered six per cent and a bonus; members vote until Thursday, and boats sail again meanwhile under the old timetable.'
    await article('Strike at the ferries of Saltholm ends', {
      summary: `<p>${news}</p>`,
      published_at: ago(-40),
    })
    await build(ago(-48))
    const rows = await delivered(id)
    expect(rows.map((row) => [row.title, row.update_of])).toEqual([
      [STORY, null],
      ['Strike at the ferries of Saltholm ends', '2026-03-10'],
    ])
  })
})
