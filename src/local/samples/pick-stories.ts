import type { DatedStory, Desk } from './story.ts'

export const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** Between one story of a desk and the one before it. */
const GAP_MS = 2.8 * HOUR_MS

/** Days since 1970 (UTC): what a day's feeds are made from. */
export function dayOf(moment: Date): number {
  return Math.floor(moment.getTime() / DAY_MS)
}

/**
 * A desk's stories of one day, newest first. All lie in the 16 hours before that day began, in UTC, so that none is
 * ever in the future, and at the day's end the oldest is not yet 40 hours old.
 * @param day days since 1970
 */
export function pickStories(desk: Desk, day: number): DatedStory[] {
  return Array.from({ length: desk.perDay }, (_, place) => {
    const turn = day * desk.perDay + place
    const published = new Date(day * DAY_MS - HOUR_MS - place * GAP_MS - (desk.name.length % 5) * 7 * 60_000)
    const filled = fill(desk, turn)
    const slug = slugOf(filled.title) ?? `${desk.name}-${turn}`
    return {
      ...filled,
      published,
      path: `/${published.toISOString().slice(0, 10).replaceAll('-', '/')}/${slug}`,
    }
  })
}

/** The desk's story of this turn. Each time a story comes round, it has moved on by one place. */
function fill(desk: Desk, turn: number) {
  const index = turn % desk.stories.length
  const story = desk.stories[index]!
  const round = Math.floor(turn / desk.stories.length)
  const place = desk.places[(round + index) % desk.places.length]!
  const number = String(12 + ((turn * 37) % 77))
  const write = (text: string) => text.replaceAll('{place}', place).replaceAll('{n}', number)
  return {
    title: write(story.title),
    text: write(story.text),
    closing: write(desk.closing),
    tags: story.tags,
    author: desk.authors[turn % desk.authors.length]!,
  }
}

/** The title's first words as they stand in an address; none when it is not in Latin letters. */
function slugOf(title: string): string | undefined {
  const words = title
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  const slug = words?.slice(0, 8).join('-')
  return slug && /[a-z]/.test(slug) ? slug : undefined
}
