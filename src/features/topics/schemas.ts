import * as z from 'zod'
import { topics } from '../../db/schema/index.ts'
import { LANGUAGES } from '../../db/schema/languages.ts'
import { cursorOf } from '../../http/cursor.ts'
import { exampleTimes, filledText, id, pageLimit } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { normaliseKeywords } from './keywords.ts'
import { refineKeywords, WrittenKeywords } from './written-keywords.ts'

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

const Keywords = WrittenKeywords.transform(normaliseKeywords)
  .superRefine(refineKeywords)
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
  limit: pageLimit(200, 100),
  cursor: cursorOf('number').optional(),
})
