import type { DatedStory, Desk } from './story.ts'

export const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** The time between two stories of a desk. */
const GAP_MS = 2.8 * HOUR_MS

/** Days since 1970 (UTC); the feeds of a day depend on this number only. */
export function dayOf(moment: Date): number {
  return Math.floor(moment.getTime() / DAY_MS)
}

/**
 * A desk's stories of one day, newest first. All are from the 16 hours before the day began (UTC): none is in the future,
 * and at the end of the day the oldest is less than 40 hours old.
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

/** The desk's story with this running number. The stories repeat, each time with the next place. */
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

/** The first words of a title for a URL; undefined when it has no Latin letters. */
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
