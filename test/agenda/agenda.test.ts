import { describe, expect, it } from 'vitest'
import { type Agenda, isDue, type Job, lookAt, settle } from '../../src/agenda/agenda.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const WAIT = 3 * HOUR
const NOW = Date.parse('2026-11-25T05:00:00Z')

/** An agenda that was settled just now, and has nothing to do. */
const agenda = (more: Partial<Agenda> = {}): Agenda => ({
  as_of: NOW,
  fetches_at: null,
  briefs_at: null,
  messages_at: null,
  delivered_at: null,
  summarised_at: null,
  look_from: null,
  look_until: null,
  ...more,
})
const due = (job: Job, more: Partial<Agenda>, now = NOW) => isDue(job, agenda(more), now, WAIT)

describe('what is due', () => {
  it('is everything while nothing is known, or nothing new for six hours', () => {
    for (const job of ['fetches', 'briefs'] as const) {
      expect(isDue(job, null, NOW, WAIT)).toBe(true)
      expect(isDue(job, agenda(), NOW + 6 * HOUR + 1, WAIT)).toBe(true)
      expect(isDue(job, agenda(), NOW - 6 * HOUR - 1, WAIT)).toBe(true)
      expect(isDue(job, agenda(), NOW + 6 * HOUR, WAIT)).toBe(false)
    }
  })

  it('is a brief from its moment on, and not before', () => {
    expect(due('briefs', { briefs_at: NOW + 1 })).toBe(false)
    expect(due('briefs', { briefs_at: NOW })).toBe(true)
  })

  it('is a feed when it has waited long enough, or just before a morning', () => {
    expect(due('fetches', { fetches_at: NOW - WAIT })).toBe(true)
    expect(due('fetches', { fetches_at: NOW - WAIT + 1 })).toBe(false)
    expect(due('fetches', { fetches_at: NOW, briefs_at: NOW + 5 * MINUTE })).toBe(true)
    expect(due('fetches', { fetches_at: NOW, briefs_at: NOW + 6 * MINUTE })).toBe(false)
    expect(due('fetches', { fetches_at: NOW + 1, briefs_at: NOW })).toBe(false)
    expect(isDue('fetches', agenda({ fetches_at: NOW }), NOW, 0)).toBe(true)
  })

  it('is a summary while something was delivered since the last', () => {
    expect(due('briefs', { delivered_at: NOW })).toBe(true)
    expect(due('briefs', { delivered_at: NOW, summarised_at: NOW - 1 })).toBe(true)
    expect(due('briefs', { delivered_at: NOW, summarised_at: NOW })).toBe(false)
  })
})

describe('a change', () => {
  const answer = { as_of: NOW, fetches_at: null, briefs_at: null, messages_at: null, delivered_at: null }
  const asked = (known: Agenda, now: number) => isDue('fetches', known, now, WAIT)

  it('is looked for once it can be seen, whatever was answered before', () => {
    // Noted at its start for half a minute later, by when it is committed.
    const noted = lookAt(agenda(), NOW + 30_000)
    expect(asked(noted, NOW)).toBe(false)
    const answeredBefore = settle(noted, { ...answer, as_of: NOW + 29_999 })
    expect(asked(answeredBefore, NOW + 30_000)).toBe(true)
    const answeredAfter = settle(answeredBefore, { ...answer, as_of: NOW + 30_001 })
    expect(asked(answeredAfter, NOW + HOUR)).toBe(false)
  })

  it('is not put off for ever by those that follow', () => {
    let noted = agenda()
    for (let second = 0; second < 600; second++) noted = lookAt(noted, NOW + second * 1000 + 30_000)
    expect(asked(noted, NOW + 30_000)).toBe(true)
    const answered = settle(noted, { ...answer, as_of: NOW + 60_000 })
    expect(asked(answered, NOW + 600_000 + 30_000)).toBe(true)
  })

  it('does not get lost when an older answer comes in after a newer one', () => {
    const newer = settle(agenda(), { ...answer, as_of: NOW + 2, briefs_at: NOW + 10 })
    expect(settle(newer, { ...answer, as_of: NOW + 1, briefs_at: NOW + HOUR }).briefs_at).toBe(NOW + 10)
  })

  it('has another look follow where a look has left due feeds behind', () => {
    const left = settle(agenda(), { ...answer, fetches_at: NOW - 1 })
    expect(asked(left, NOW + 1)).toBe(true)
  })
})
