import * as z from 'zod'
import { text } from '../../http/fields.ts'
import { checkKeywords, MAX_WRITTEN_KEYWORDS, TOO_MANY_KEYWORDS } from './keywords.ts'

/** Keywords as a request has them: capped before any of them is looked at. */
export const WrittenKeywords = z
  .array(text(), { error: 'must be a list of texts' })
  .max(MAX_WRITTEN_KEYWORDS, TOO_MANY_KEYWORDS)

/** Reports what is wrong with normalised keywords, each fault at its keyword. */
export function refineKeywords(keywords: readonly string[], context: z.RefinementCtx): void {
  for (const { pointer, message } of checkKeywords(keywords)) {
    const at = /\/(\d+)$/.exec(pointer)?.[1]
    context.addIssue({ code: 'custom', message, path: at === undefined ? [] : [Number(at)] })
  }
}
