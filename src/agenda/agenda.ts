import * as z from 'zod'

const time = z.number().nullable()

/** When something is due next, in milliseconds since 1970, as of the last time that the database was asked. */
export const NextDue = z.object({
  /** The database's clock when it was asked. */
  as_of: z.number(),
  /** When the first source is due at its own pace; null without active sources. */
  fetches_at: time,
  /** When the first reader's morning comes; null without active readers. */
  briefs_at: time,
  /** When the first message of the outbox is to be sent, or taken for lost; null without any. */
  messages_at: time,
  /** When an article was delivered last. */
  delivered_at: time,
})
export type NextDue = z.infer<typeof NextDue>

/** All that is known outside of the database about when to ask it. */
export const Agenda = NextDue.extend({
  /** Up to when deliveries have their summaries; null when some are known to lack them. */
  summarised_at: time,
  /** From when on the database is to be asked in any case, because it is in use or may have changed. */
  look_from: time,
  /** The last of the moments for that: an answer from before it may not show the change. */
  look_until: time,
})
export type Agenda = z.infer<typeof Agenda>

export type Job = 'fetches' | 'messages' | 'briefs'

const MINUTE = 60_000
/** Without an answer for so long the database is asked anyway: what was changed past the worker, by SQL, shows then. */
const LONGEST_SILENCE = 6 * 60 * MINUTE
/** Feeds that are due are fetched so long before a morning, so that its brief has them. */
const BEFORE_MORNING = 5 * MINUTE

/**
 * Whether a job has something to do, without asking the database. What is not known counts as due: a lost agenda wakes
 * the database once in vain, and no morning is missed.
 *
 * A feed that is due waits for others, so that one waking serves them all: until the database is in use anyway, a morning
 * comes, or it has waited for `longestWait`.
 */
export function isDue(job: Job, agenda: Agenda | null, now: number, longestWait: number): boolean {
  if (agenda === null || Math.abs(now - agenda.as_of) > LONGEST_SILENCE) return true
  const { fetches_at, briefs_at, messages_at, delivered_at, summarised_at, look_from } = agenda
  if (job === 'briefs') {
    const lacksSummaries = delivered_at !== null && (summarised_at === null || delivered_at > summarised_at)
    return has(briefs_at, now) || lacksSummaries
  }
  if (has(look_from, now)) return true
  if (job === 'messages') return has(messages_at, now)
  if (!has(fetches_at, now)) return false
  return fetches_at + longestWait <= now || has(briefs_at, now + BEFORE_MORNING)
}

/** The agenda after the database was asked; an answer that was overtaken by a later one changes nothing. */
export function settle(agenda: Agenda | null, due: NextDue, summarised?: number | null): Agenda {
  const summarised_at = summarised === undefined ? (agenda?.summarised_at ?? null) : summarised
  if (agenda && due.as_of < agenda.as_of) return { ...agenda, summarised_at }
  const isUnfinished = has(due.fetches_at, due.as_of)
  const isSeen = agenda === null || !(agenda.look_until !== null && agenda.look_until > due.as_of)
  const look_from = isUnfinished ? due.as_of : isSeen ? null : agenda.look_until
  return { ...due, summarised_at, look_from, look_until: isSeen ? look_from : agenda.look_until }
}

/** The agenda when the database is to be asked at the first tick from `at` on. */
export function lookAt(agenda: Agenda, at: number): Agenda {
  return {
    ...agenda,
    look_from: Math.min(agenda.look_from ?? at, at),
    look_until: Math.max(agenda.look_until ?? at, at),
  }
}

const has = (at: number | null, now: number): at is number => at !== null && at <= now
