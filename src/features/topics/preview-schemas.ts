import * as z from 'zod'
import { LANGUAGES } from '../../db/schema/languages.ts'
import {
  exampleChoice,
  exampleLow,
  PreviewChoice,
  PreviewLow,
  StoredChoice,
  StoredLow,
} from '../briefs/schemas.ts'

const StoredKeywordCount = z.object({
  keyword: z.string(),
  articles: z.int().meta({ description: 'So many articles of the last three days hold it' }),
  with_another: z.int().meta({ description: 'So many of them hold another keyword of the topic, too' }),
})

const KeywordCount = StoredKeywordCount.extend({
  too_weak: z.int().meta({ description: 'So many have too little evidence to be chosen' }),
}).meta({ id: 'KeywordCount' })
export type KeywordCount = z.infer<typeof KeywordCount>

const ExclusionCount = z
  .object({
    keyword: z.string(),
    articles: z.int(),
    newest: z.array(z.object({ id: z.int(), title: z.string() })),
  })
  .meta({ id: 'ExclusionCount', description: 'What it kept away that keywords find' })
export type ExclusionCount = z.infer<typeof ExclusionCount>

const LanguageCount = z
  .object({ language: z.enum(LANGUAGES), articles: z.int(), sources: z.int() })
  .meta({ id: 'LanguageCount' })

const Suggestion = z.object({ word: z.string(), articles: z.int(), lift: z.number() }).meta({
  id: 'Suggestion',
  description: 'A word that stands beside the keywords `lift` times as often as elsewhere',
})
export type Suggestion = z.infer<typeof Suggestion>

/** What the database tells of how a choice came about. */
export const StoredExplanation = z.object({
  language: z.enum(LANGUAGES).nullable(),
  open_places: z.int().nullable(),
  sources: z.int(),
  languages: z.array(LanguageCount),
  found: z.int(),
  kept: z.int(),
  enough: z.int(),
  too_weak: z.int(),
  weak: z.record(z.string(), z.int()),
  exclusions: z.array(ExclusionCount),
  suggestions: z.array(Suggestion),
})
export type StoredExplanation = z.infer<typeof StoredExplanation>

/** Why fewer articles than places were chosen: what kept most of them away. */
const SHORTAGES = [
  'no_keywords',
  'no_sources',
  'no_articles',
  'not_in_language',
  'no_match',
  'few_matches',
  'excluded',
  'too_weak',
  'delivered',
  'same_story',
] as const

const Shortage = z.object({ code: z.enum(SHORTAGES), detail: z.string() }).meta({
  id: 'Shortage',
  description: 'Why places stay empty',
})
export type Shortage = z.infer<typeof Shortage>

const preview = {
  topic_id: z.int(),
  delivery_date: z.iso.date().meta({ description: 'Today, or tomorrow when today has its three' }),
}

/** What the database gives of a choice for keywords; `completePreview` adds the reasons in words. */
export const storedChoices = {
  choices: z.array(StoredChoice),
  below: z.array(StoredLow),
  keywords: z.array(StoredKeywordCount),
  explanation: StoredExplanation,
}
const StoredChoices = z.object(storedChoices)
export type StoredChoices = z.infer<typeof StoredChoices>

export const StoredPreview = z.object({ ...preview, ...storedChoices })

export const Preview = z
  .object({
    ...preview,
    choices: z.array(PreviewChoice),
    below: z.array(PreviewLow).meta({ description: 'The best of what was found, but is not sure enough' }),
    shortage: Shortage.nullable(),
    keywords: z.array(KeywordCount),
    exclusions: z.array(ExclusionCount),
    sources: z.object({ active: z.int(), languages: z.array(LanguageCount) }).meta({
      description:
        'How many sources you get, counted up to a hundred, and the languages of their newest thousand articles of the last three days',
    }),
    suggestions: z.array(Suggestion),
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
        shortage: { code: 'few_matches', detail: 'Only 1 article of the last three days has these words.' },
        keywords: [{ keyword: 'tide', articles: 12, with_another: 5, too_weak: 4 }],
        exclusions: [{ keyword: '-racing', articles: 0, newest: [] }],
        sources: { active: 8, languages: [{ language: 'english', articles: 120, sources: 7 }] },
        suggestions: [{ word: 'harbour', articles: 4, lift: 6.5 }],
        advice: [],
      },
    ],
  })
