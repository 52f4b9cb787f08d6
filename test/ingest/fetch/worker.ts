import { type FetchResult, fetchFeed } from '../../../src/ingest/fetch/fetch-feed.ts'
import type { FetchPolicy } from '../../../src/ingest/fetch/policy.ts'
import type { FeedRequest } from '../../../src/ingest/fetch/request-headers.ts'

export interface FetchOrder {
  request: FeedRequest
  policy: FetchPolicy
}

/** A result as it crosses a process border: whether the body came out plain, and everything but the body. */
export async function summarise({ request, policy }: FetchOrder): Promise<Record<string, unknown>> {
  const result: FetchResult = await fetchFeed(request, policy)
  if (!('body' in result)) return { ...result }
  const { body, ...rest } = result
  return { ...rest, is_feed: new TextDecoder().decode(body).startsWith('<?xml version="1.0"?><rss') }
}

/** The smallest worker around `fetchFeed`, so that its behaviour is proven in workerd. */
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await summarise((await request.json()) as FetchOrder))
  },
}
