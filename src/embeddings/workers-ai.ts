import * as z from 'zod'
import type { AiBinding } from '../summaries/workers-ai.ts'
import type { Embedder } from './embedder.ts'

const Answer = z.object({ data: z.array(z.array(z.number())) })

/** An embedding model of the Workers AI binding, such as `@cf/baai/bge-m3`. */
export const workersAiEmbedder = (ai: AiBinding, model: string): Embedder => ({
  model,
  async embed(texts) {
    const { data } = Answer.parse(await ai.run(model, { text: texts }))
    return { vectors: data, tokens_used: null }
  },
})
