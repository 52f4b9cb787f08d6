import * as z from 'zod'
import { LANGUAGES } from '../../db/schema/languages.ts'
import { filledText, id, text, timestamps, wholeNumber } from '../../http/fields.ts'
import { PreviewChoice, PreviewLow } from '../briefs/schemas.ts'
import { checkKeywords, normaliseKeywords } from './keywords.ts'

const language = () =>
  z.enum(LANGUAGES, { error: `must be one of ${LANGUAGES.join(', ')}` }).meta({
    description:
      'The language of the keywords: their words are found in all their forms in articles of this language',
  })

export const Topic = z
  .object({
    id: z.int(),
    user_id: z.int(),
    name: z.string(),
    keywords: z.array(z.string()),
    language: language(),
    is_active: z.boolean(),
    ...timestamps,
  })
  .meta({ id: 'Topic', description: 'What a reader cares about; a topic without keywords finds nothing' })
export type Topic = z.infer<typeof Topic>

const Keywords = z
  .array(text(), { error: 'must be a list of texts' })
  .transform(normaliseKeywords)
  .superRefine((keywords, context) => {
    for (const { pointer, message } of checkKeywords(keywords)) {
      const at = /\/(\d+)$/.exec(pointer)?.[1]
      context.addIssue({ code: 'custom', message, path: at === undefined ? [] : [Number(at)] })
    }
  })
  .meta({
    description:
      'An article belongs when any of them is found: words (all of them, in any form), "exact phrases", beginnings*. Keywords that begin with - keep articles away. Thai, Lao, Khmer, Burmese, Chinese and Japanese match as substrings.',
    examples: [['electric cars', '"solid state battery"', 'kube*', '-racing']],
  })

export const NewTopic = z
  .object({
    name: filledText(255),
    keywords: Keywords.optional(),
    language: language().optional(),
    is_active: z.boolean({ error: 'must be true or false' }).optional(),
  })
  .meta({ id: 'NewTopic' })

export const TopicChange = NewTopic.partial().meta({ id: 'TopicChange' })
export type TopicChange = z.infer<typeof TopicChange>

export const TopicParams = z.object({ id: id() })

export const TopicQuery = z.object({
  limit: wholeNumber(1, 200).optional(),
  cursor: z.string().max(255).optional(),
})

const KeywordCount = z
  .object({
    keyword: z.string(),
    articles: z.int().meta({ description: 'So many articles of the last three days hold it' }),
    with_another: z.int().meta({ description: 'So many of them hold another keyword of the topic, too' }),
  })
  .meta({ id: 'KeywordCount' })
export type KeywordCount = z.infer<typeof KeywordCount>

export const Preview = z
  .object({
    topic_id: z.int(),
    delivery_date: z.iso.date().meta({ description: 'Today, or tomorrow when today has its three' }),
    choices: z.array(PreviewChoice),
    below: z.array(PreviewLow).meta({ description: 'The best of what was found, but is not sure enough' }),
    keywords: z.array(KeywordCount),
    advice: z.array(z.string()).meta({ description: 'Which keywords mislead, in words' }),
  })
  .meta({ id: 'Preview', description: 'What would be delivered now, and why; nothing is written' })
