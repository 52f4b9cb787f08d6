import { NotAFeedError, readFeed } from '../../../src/ingest/read-feed.ts'

/** What comes of a document, as it crosses a process border. */
export async function outcomeOf(
  bytes: Uint8Array,
  contentType: string | null,
  now: Date,
): Promise<Record<string, unknown>> {
  try {
    return { ...(await readFeed(bytes, { url: 'https://fetched.example/dir/feed', contentType, now })) }
  } catch (error) {
    if (error instanceof NotAFeedError) return { reason: error.message }
    throw error
  }
}

/** The smallest worker around `readFeed`: the document as the body, the clock in a header. */
export default {
  async fetch(request: Request): Promise<Response> {
    const now = new Date(request.headers.get('x-now') ?? '')
    const bytes = new Uint8Array(await request.arrayBuffer())
    return Response.json(await outcomeOf(bytes, request.headers.get('content-type'), now))
  },
}
