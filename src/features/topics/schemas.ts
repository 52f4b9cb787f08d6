import * as z from 'zod'
import { topics } from '../../db/schema/index.ts'
import { LANGUAGES } from '../../db/schema/languages.ts'
import { cursorOf } from '../../http/cursor.ts'
import { exampleTimes, filledText, id, pageLimit, text } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import {
  exampleChoice,
  exampleLow,
  PreviewChoice,
  PreviewLow,
  StoredChoice,
  StoredLow,
} from '../briefs/schemas.ts'
import { checkKeywords, MAX_WRITTEN_KEYWORDS, normaliseKeywords, TOO_MANY_KEYWORDS } from './keywords.ts'

const language = () =>
  z.enum(LANGUAGES, { error: `must be one of ${LANGUAGES.join(', ')}` }).meta({
    description:
      'The language of the keywords: their words are found in all their forms in articles of this language',
  })

export const Topic = z
  .object({
    ...rowFields(topics, ['id', 'user_id', 'name']),
    keywords: z.array(z.string()),
    language: language(),
    ...rowFields(topics, ['is_active', 'created_at', 'updated_at']),
  })
  .meta({
    id: 'Topic',
    description: 'What a reader cares about; a topic without keywords finds nothing',
    examples: [
      {
        id: 2,
        user_id: 1,
        name: 'The sea',
        keywords: ['tide', '"high water"', '-racing'],
        language: 'english',
        is_active: true,
        ...exampleTimes,
      },
    ],
  })
export type Topic = z.infer<typeof Topic>

const Keywords = z
  .array(text(), { error: 'must be a list of texts' })
  .max(MAX_WRITTEN_KEYWORDS, TOO_MANY_KEYWORDS)
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
    name: filledText(topics.name),
    keywords: Keywords.optional(),
    language: language().optional(),
    is_active: z.boolean({ error: 'must be true or false' }).optional(),
  })
  .meta({
    id: 'NewTopic',
    examples: [{ name: 'The sea', keywords: ['tide', '"high water"', '-racing'] }],
  })

export const TopicChange = NewTopic.partial().meta({
  id: 'TopicChange',
  examples: [{ keywords: ['tide', 'lighthouse*'] }],
})
export type TopicChange = z.infer<typeof TopicChange>

export const TopicParams = z.object({ id: id() })

export const TopicQuery = z.object({
  limit: pageLimit(200).optional(),
  cursor: cursorOf('number').optional(),
})

const KeywordCount = z
  .object({
    keyword: z.string(),
    articles: z.int().meta({ description: 'So many articles of the last three days hold it' }),
    with_another: z.int().meta({ description: 'So many of them hold another keyword of the topic, too' }),
  })
  .meta({ id: 'KeywordCount' })
export type KeywordCount = z.infer<typeof KeywordCount>

const preview = {
  topic_id: z.int(),
  delivery_date: z.iso.date().meta({ description: 'Today, or tomorrow when today has its three' }),
}

/** What the database gives of a choice for keywords; `completeChoice` adds the reasons in words. */
export const storedChoices = {
  choices: z.array(StoredChoice),
  below: z.array(StoredLow),
  keywords: z.array(KeywordCount),
}

export const StoredPreview = z.object({ ...preview, ...storedChoices })

export const Preview = z
  .object({
    ...preview,
    choices: z.array(PreviewChoice),
    below: z.array(PreviewLow).meta({ description: 'The best of what was found, but is not sure enough' }),
    keywords: z.array(KeywordCount),
    advice: z.array(z.string()).meta({ description: 'Which keywords mislead, in words' }),
  })
  .meta({
    id: 'Preview',
    description: 'What would be delivered now, and why; nothing is written',
    examples: [
      {
        topic_id: 2,
        delivery_date: '2026-11-21',
        choices: [exampleChoice],
        below: [exampleLow],
        keywords: [{ keyword: 'tide', articles: 12, with_another: 5 }],
        advice: [],
      },
    ],
  })
