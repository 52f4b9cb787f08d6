import type { Context, TypedResponse } from 'hono'
import type { SuccessStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from './env.ts'

/** Texts that are made one after the other, and what they are made from: it is closed when no more will be asked for. */
export interface Texts {
  texts: AsyncGenerator<string>
  source: { close(): void }
}

/**
 * A body of texts that are made only as fast as the client takes them, so that it needs the memory of one of them,
 * whatever its length. What fails on the way breaks the transfer off: a client sees that it has not got all.
 */
export function streamTexts(c: Context<AppEnv>, { texts, source }: Texts): ReadableStream<Uint8Array> {
  if (c.req.method === 'HEAD') {
    // Nobody reads what a HEAD request gets no body of.
    source.close()
    return new ReadableStream({ start: (controller) => controller.close() })
  }
  const encoder = new TextEncoder()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await texts.next()
          if (!done) return controller.enqueue(encoder.encode(value))
        } catch (error) {
          source.close()
          throw error
        }
        source.close()
        controller.close()
      },
      cancel: () => source.close(),
    },
    // Nothing is made in advance.
    { highWaterMark: 0 },
  )
}

/** Answers with the JSON that these texts are together: that it is that of a `T`, their maker says. */
export const streamJson = <T, Status extends SuccessStatusCode>(
  c: Context<AppEnv>,
  json: Texts,
  status: Status,
  headers: Record<string, string>,
) =>
  c.newResponse(streamTexts(c, json), status, {
    'Content-Type': 'application/json',
    ...headers,
  }) as Response & TypedResponse<T, Status, 'json'>
