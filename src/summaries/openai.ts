import * as z from 'zod'
import { ANSWER_TOKENS, estimateTokens, promptFor } from './prompt.ts'
import { RefusedError, type Summariser } from './summariser.ts'

const TIMEOUT_MS = 20_000

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({ total_tokens: z.int().min(0) }).optional(),
})

/**
 * Summarises with any OpenAI-compatible API (`POST {url}/chat/completions`).
 * @param options.url the base URL, such as https://api.example/v1
 */
export function openAiSummariser(options: { model: string; url: string; apiKey: string | null }): Summariser {
  const { model, url, apiKey } = options
  return {
    model,
    estimate: (article) => estimateTokens(promptFor(article)),
    async summarise(article) {
      const messages = promptFor(article)
      const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(apiKey !== null && { Authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({ model, messages, max_tokens: ANSWER_TOKENS, temperature: 0 }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        // A redirect would send the API key to another server.
        redirect: 'manual',
      })
      if (!response.ok) {
        await response.body?.cancel()
        const isRefusal = response.status === 400 || response.status === 413 || response.status === 422
        throw new (isRefusal ? RefusedError : Error)(`the summary model answered ${response.status}`)
      }
      const { choices, usage } = Completion.parse(await response.json())
      return {
        text: choices[0]!.message.content,
        tokens_used: usage?.total_tokens ?? estimateTokens(messages),
      }
    },
  }
}
