import type { Context, TypedResponse } from 'hono'
import type { SuccessStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from './env.ts'

/**
 * A body of texts that are made only as fast as the client takes them, so that it needs the memory of one of them,
 * whatever its length. What fails on the way breaks the transfer off: a client sees that it has not got all.
 * @param texts its `finally` is reached when the client has all of them, or has gone
 */
export function streamTexts(c: Context<AppEnv>, texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  if (c.req.method === 'HEAD') {
    // Nobody reads what a HEAD request gets no body of.
    void texts.return(undefined)
    return new ReadableStream({ start: (controller) => controller.close() })
  }
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await texts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await texts.return(undefined)
      },
    },
    // Nothing is made in advance.
    { highWaterMark: 0 },
  )
}

/** Answers with the JSON that these texts are together: that it is that of a `T`, their maker says. */
export const streamJson = <T, Status extends SuccessStatusCode>(
  c: Context<AppEnv>,
  texts: AsyncGenerator<string>,
  status: Status,
  headers: Record<string, string>,
) =>
  c.newResponse(streamTexts(c, texts), status, {
    'Content-Type': 'application/json',
    ...headers,
  }) as Response & TypedResponse<T, Status, 'json'>
