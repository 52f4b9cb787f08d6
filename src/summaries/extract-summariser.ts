import { extractSummary } from './extract.ts'
import type { Summariser } from './summariser.ts'

/** The feed's own text reduced to its most telling sentences: no network, no tokens. Says '' of a text that says nothing. */
export const extractSummariser: Summariser = {
  model: 'extract',
  estimate: () => 0,
  summarise: async (article) => ({ text: extractSummary(article) ?? '', tokens_used: 0 }),
}
