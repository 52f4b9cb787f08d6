import * as z from 'zod'
import { ANSWER_TOKENS, estimateTokens, promptFor } from './prompt.ts'
import type { Summariser } from './summariser.ts'

/** The part of Cloudflare's Workers AI binding that is used here. */
export interface AiBinding {
  run(model: string, input: Record<string, unknown>): Promise<unknown>
}

const Answer = z.object({
  response: z.string(),
  usage: z.object({ total_tokens: z.int().min(0) }).optional(),
})

/** A text model of the Workers AI binding, such as `@cf/meta/llama-3.1-8b-instruct`. */
export function workersAiSummariser(ai: AiBinding, model: string): Summariser {
  return {
    model,
    estimate: (article) => estimateTokens(promptFor(article)),
    async summarise(article) {
      const messages = promptFor(article)
      const { response, usage } = Answer.parse(
        await ai.run(model, { messages, max_tokens: ANSWER_TOKENS, temperature: 0 }),
      )
      return { text: response, tokens_used: usage?.total_tokens ?? estimateTokens(messages) }
    },
  }
}
