import { sql } from 'drizzle-orm'
import { bigint, char, check, pgTable, real, unique, varchar } from 'drizzle-orm/pg-core'
import { articles } from './articles.ts'
import { bigId, timestamps } from './columns.ts'
import { MAX_DIMENSIONS } from './limits.ts'
import { sharedPolicies } from './policies.ts'

/** A unit vector: what a text means to a model. `real[]`, so that any Postgres can keep it. */
const vector = () => real().array().notNull()

/** What an article means to a model; once for all readers, as long as the article may be chosen. */
export const articleEmbeddings = pgTable(
  'article_embeddings',
  {
    id: bigId(),
    article_id: bigint({ mode: 'number' })
      .notNull()
      .references(() => articles.id, { onDelete: 'cascade' }),
    model: varchar({ length: 50 }).notNull(),
    vector: vector(),
    ...timestamps,
  },
  (t) => [
    unique('article_embeddings_article_id_model_unique').on(t.article_id, t.model),
    check(
      'article_embeddings_vector_length',
      sql`cardinality(${t.vector}) between 1 and ${sql.raw(String(MAX_DIMENSIONS))}`,
    ),
    ...sharedPolicies('article_embeddings'),
  ],
)

/** What the keywords of a topic mean to a model, by their SHA-256: readers who ask the same share it, and nobody is named. */
export const questionEmbeddings = pgTable(
  'question_embeddings',
  {
    id: bigId(),
    question_hash: char({ length: 64 }).notNull(),
    model: varchar({ length: 50 }).notNull(),
    vector: vector(),
    ...timestamps,
  },
  (t) => [
    unique('question_embeddings_question_hash_model_unique').on(t.question_hash, t.model),
    check(
      'question_embeddings_vector_length',
      sql`cardinality(${t.vector}) between 1 and ${sql.raw(String(MAX_DIMENSIONS))}`,
    ),
    ...sharedPolicies('question_embeddings'),
  ],
)
