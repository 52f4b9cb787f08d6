import type { Bindings } from '../../bindings.ts'
import type { Config } from '../../config.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import { queueLeases } from '../../ingest/schedule/queue-leases.ts'
import { normaliseKeywords } from '../topics/keywords.ts'
import { type Interest, type InterestLanguage, offerIn } from './catalogue.ts'
import { startInterests } from './queries.ts'

interface Chosen {
  language: InterestLanguage
  /** Ids of interests. */
  ids: readonly string[]
  /** As the browser says it; null where it does not. */
  timeZone: string | null
}

/** A sample feed has no standing of its own. */
const SAMPLE_CREDIBILITY = 0.7

/**
 * Makes topics of interests, adds and follows the feeds that serve them, and queues the first fetch of those that are new.
 * @throws {AppError} `invalid_request` when nothing that there is was chosen, `limit_reached` for more topics than one may have
 */
export async function startWith(
  { language, ids, timeZone }: Chosen,
  { config, db }: { config: Config; db: Database },
  { ASSETS, INGEST_QUEUE }: Bindings,
): Promise<void> {
  const offer = await offerIn(language, ASSETS)
  const interests = offer.interests.filter(({ id }) => ids.includes(id))
  if (interests.length === 0) throw new AppError('invalid_request', 'Choose at least one interest.')
  const topics = interests.map(({ name, keywords }) => ({
    name,
    keywords: normaliseKeywords(keywords),
    language: language.configuration,
  }))
  const feeds = new Map(
    interests
      .flatMap((interest) => feedsOf(interest, config.sampleFeedsOrigin))
      .map((feed) => [feed.feed_url, feed]),
  )
  const added = await db.run(startInterests, {
    topics: JSON.stringify(topics),
    feeds: JSON.stringify([...feeds.values()]),
    time_zone: timeZone,
    max_topics: config.topicsPerUser,
  })
  // The sources are there whether or not the queue is: where it is not, the next tick fetches them.
  await queueLeases(db, INGEST_QUEUE, added).catch(() => {})
}

/** The feeds of an interest; on a laptop with sample feeds those of them that serve it, if any do. */
function feedsOf({ feeds, samples }: Interest, sampleOrigin: string | null) {
  if (sampleOrigin === null || samples.length === 0) return feeds
  return samples.map(({ name, path }) => {
    const feed_url = `${sampleOrigin}${path}`
    return { name, url: feed_url, feed_url, credibility_score: SAMPLE_CREDIBILITY }
  })
}
