import type { Context, TypedResponse } from 'hono'
import type { SuccessStatusCode } from 'hono/utils/http-status'
import type { AppEnv } from './env.ts'

/** Texts that are produced on demand, and their source, which is closed when the stream ends. */
export interface Texts {
  texts: AsyncGenerator<string>
  source: { close(): void }
}

/**
 * A streamed body. A text is only produced when the client has read the one before, so it needs the memory of one text. An
 * error aborts the transfer, so that the client notices that the body is incomplete.
 */
export function streamTexts(c: Context<AppEnv>, { texts, source }: Texts): ReadableStream<Uint8Array> {
  if (c.req.method === 'HEAD') {
    // A HEAD request has no body, so nothing would read the stream and close its source.
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
    // Do not produce texts in advance.
    { highWaterMark: 0 },
  )
}

/** Responds with JSON whose parts are these texts. The caller is responsible for it being the JSON of a `T`. */
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
