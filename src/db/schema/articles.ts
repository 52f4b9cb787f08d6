import { type SQL, sql } from 'drizzle-orm'
import {
  boolean,
  char,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import { bigId, hasAtMostBytes, moment, timestamps } from './columns.ts'
import { LANGUAGES } from './languages.ts'
import { MAX_SUMMARY_RAW_BYTES, MAX_TAGS_BYTES } from './limits.ts'
import { sharedPolicies } from './policies.ts'
import { sources } from './sources.ts'

const bits = customType<{ data: string }>({ dataType: () => 'bit varying' })
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/**
 * `content_hash` is the article's identity: one story is one row, whichever feed, link or id brought it (`article_keys`
 * has the others it is known by). `seen_in` maps each source that carries it to a digest of what that source last said, so that only news changes the row.
 */
export const articles = pgTable(
  'articles',
  {
    id: bigId(),
    source_id: integer()
      .notNull()
      .references(() => sources.id, { onDelete: 'cascade' }),
    title: varchar({ length: 512 }).notNull(),
    link: varchar({ length: 1024 }).notNull(),
    summary_raw: text(),
    content_hash: char({ length: 64 }).notNull(),
    published_at: moment().notNull(),
    /** Whether no feed stated a date that could be read: the first that does replaces it. */
    date_is_guess: boolean().notNull().default(false),
    author: varchar({ length: 255 }),
    tags: jsonb().$type<string[]>().notNull().default([]),
    language: text({ enum: LANGUAGES }).notNull().default('simple'),
    seen_in: jsonb().$type<Record<string, string>>().notNull().default({}),
    search: tsvector().generatedAlwaysAs(
      (): SQL =>
        sql`article_search_vector(${articles.language}, ${articles.title}, ${articles.tags}, ${articles.summary_raw}) || day_mark(${articles.published_at})`,
    ),
    /** What two reports of one event have in common: see `story_likeness` (0021_choice). */
    story_bits: bits().generatedAlwaysAs(
      (): SQL => sql`story_bits(${articles.language}, ${articles.title}, ${articles.summary_raw})`,
    ),
    title_bits: bits().generatedAlwaysAs((): SQL => sql`trigram_bits(fold_text(${articles.title}))`),
    ...timestamps,
  },
  (t) => [
    unique('articles_content_hash_unique').on(t.content_hash),
    index('articles_published_at_index').on(t.published_at.desc(), t.id.desc()),
    index('articles_source_id_published_at_index').on(t.source_id, t.published_at.desc(), t.id.desc()),
    index('articles_search_index').using('gin', t.search),
    check('articles_title_not_blank', sql`${t.title} ~ '\\S'`),
    check('articles_content_hash_is_sha256', sql`${t.content_hash} ~ '^[0-9a-f]{64}$'`),
    check('articles_tags_are_strings', sql`is_text_array(${t.tags})`),
    check('articles_tags_length', hasAtMostBytes(t.tags, MAX_TAGS_BYTES)),
    check('articles_summary_raw_length', hasAtMostBytes(t.summary_raw, MAX_SUMMARY_RAW_BYTES)),
    check('articles_language_known', sql`is_text_search_language(${t.language})`),
    ...sharedPolicies('articles'),
  ],
)
