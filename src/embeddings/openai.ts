import * as z from 'zod'
import type { Embedder } from './embedder.ts'

const TIMEOUT_MS = 20_000

const Answer = z.object({
  data: z.array(z.object({ index: z.int(), embedding: z.array(z.number()) })),
  usage: z.object({ total_tokens: z.int().min(0) }).optional(),
})

/**
 * Embeds with any OpenAI-compatible API (`POST {url}/embeddings`).
 * @param options.url the base URL, such as https://api.example/v1
 */
export function openAiEmbedder(options: { model: string; url: string; apiKey: string | null }): Embedder {
  const { model, url, apiKey } = options
  return {
    model,
    async embed(texts) {
      const response = await fetch(`${url.replace(/\/+$/, '')}/embeddings`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(apiKey !== null && { Authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, input: texts, encoding_format: 'float' }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        // A redirect would send the API key to another server.
        redirect: 'manual',
      })
      if (!response.ok) {
        await response.body?.cancel()
        throw new Error(`the embedding model answered ${response.status}`)
      }
      const { data, usage } = Answer.parse(await response.json())
      const vectors = data.sort((a, b) => a.index - b.index).map(({ embedding }) => embedding)
      return { vectors, tokens_used: usage?.total_tokens ?? null }
    },
  }
}
