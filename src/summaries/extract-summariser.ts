import { extractSummary } from './extract.ts'
import type { Summariser } from './summariser.ts'

/** Summarises by extracting sentences, without network and tokens. Its text is empty when there is nothing to extract. */
export const extractSummariser: Summariser = {
  model: 'extract',
  estimate: () => 0,
  summarise: async (article) => ({ text: extractSummary(article) ?? '', tokens_used: 0 }),
}
