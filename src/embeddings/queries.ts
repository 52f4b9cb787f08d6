import { lt, sql } from 'drizzle-orm'
import * as z from 'zod'
import { db } from '../db/builder.ts'
import { articleEmbeddings, articles, briefs, questionEmbeddings, topics, users } from '../db/schema/index.ts'
import { command, query } from '../db/statement.ts'
import { topicColumns } from '../features/briefs/build.ts'
import { asked, found, momentCte } from '../features/briefs/choose.ts'
import { hashOf, questionOf } from '../features/briefs/meaning.ts'
import { past, taste } from '../features/briefs/remember.ts'

/** What a model has not told yet: the question of a topic, or a candidate of it. */
const Missing = z.object({
  question_hash: z.string().nullable(),
  article_id: z.int().nullable(),
  /** The keywords, or the article's title. */
  text: z.string(),
  summary_raw: z.string().nullable(),
})
export type Missing = z.infer<typeof Missing>

/**
 * The questions and candidates without a vector of a model, of the topics of up to `readers` whose morning has come:
 * topic by topic, so that those first in line have all of theirs.
 * @param given.now the moment (ISO 8601), if it is not the database's own
 */
export const listMissing = query.many(
  'embeddings.list_missing',
  { returns: Missing, access: 'service' },
  ({
    now,
    model,
    readers,
    limit,
  }: {
    now?: string | undefined
    model: string
    readers: number
    limit: number
  }) => ({
    with: sql`
    ${momentCte(now === undefined ? sql`now()` : sql`${now}::timestamptz`)},
    due as (
      select ${topicColumns}, waiting.delivery_date
      from (
          select ${users.id} as user_id, date as delivery_date
          from ${users} cross join moment cross join lateral (
            select due_brief_date(moment.now, ${users.time_zone}, ${users.brief_hour}) as date offset 0
          ) morning
          where ${users.is_active} and ${users.next_brief_at} <= moment.now and date is not null and not exists (
            select from ${briefs} where ${briefs.user_id} = ${users.id} and ${briefs.delivery_date} = date
          )
          order by ${users.next_brief_at} limit ${readers}::int
        ) waiting join ${topics} on ${topics.user_id} = waiting.user_id
      where ${topics.is_active} and ${topics.searches} <> '{}'
    ),
    ${taste},
    questions as (
      select due.topic_id, ${questionOf} as text, ${hashOf(questionOf)} as question_hash from due
    ),
    candidates as (
      select due.topic_id, found.id
      from due join taste using (user_id) cross join moment
        cross join lateral (${past}) past
        cross join lateral (${asked}) asked
        cross join lateral (${found}) found
    ),
    missing as (
      select min(topic_id) as topic_id, question_hash, null::bigint as article_id from questions
      where not exists (
        select from ${questionEmbeddings} kept where kept.question_hash = questions.question_hash and kept.model = ${model}
      )
      group by question_hash
      union all
      select min(topic_id), null, id from candidates
      where not exists (
        select from ${articleEmbeddings} kept where kept.article_id = candidates.id and kept.model = ${model}
      )
      group by id
    )`,
    rows: sql`
    select missing.question_hash, missing.article_id, coalesce(${articles.title}, questions.text) as text,
      left(${articles.summary_raw}, 8000) as summary_raw
    from missing left join ${articles} on ${articles.id} = missing.article_id
      left join questions on questions.topic_id = missing.topic_id and questions.question_hash = missing.question_hash
    where coalesce(${articles.title}, questions.text) is not null
    order by missing.topic_id, missing.article_id nulls first
    limit ${limit}::int`,
  }),
)

interface Made {
  model: string
  /** JSON array of question_hash, article_id, vector. */
  made: string
}

/** Stores vectors of a model; those that are there already are kept. */
export const storeVectors = command.one(
  'embeddings.store',
  { returns: z.object({ stored: z.int() }), access: 'service' },
  ({ model, made }: Made) => ({
    with: sql`
    made as (
      select * from jsonb_to_recordset(${made}::jsonb) as made (question_hash text, article_id bigint, vector real[])
    ),
    of_questions as (
      insert into ${questionEmbeddings} (question_hash, model, vector)
      select question_hash, ${model}, vector from made where question_hash is not null order by question_hash
      on conflict do nothing returning id
    ),
    of_articles as (
      insert into ${articleEmbeddings} (article_id, model, vector)
      select ${articles.id}, ${model}, made.vector from made join ${articles} on ${articles.id} = made.article_id
      order by ${articles.id}
      on conflict do nothing returning id
    )`,
    rows: sql`select (select count(*) from of_questions) + (select count(*) from of_articles) as stored`,
  }),
)

/** Longer than an article may be chosen; a question that is still asked is told anew. */
const KEPT = sql`now() - interval '7 days'`

/** Deletes the vectors that no choice needs any more. */
export const forgetVectors = command.one(
  'embeddings.forget',
  { returns: z.object({ forgotten: z.int() }), access: 'service' },
  () => {
    const ofArticles = db
      .$with('of_articles')
      .as(
        db
          .delete(articleEmbeddings)
          .where(lt(articleEmbeddings.created_at, KEPT))
          .returning({ id: articleEmbeddings.id }),
      )
    const ofQuestions = db
      .$with('of_questions')
      .as(
        db
          .delete(questionEmbeddings)
          .where(lt(questionEmbeddings.created_at, KEPT))
          .returning({ id: questionEmbeddings.id }),
      )
    return db
      .with(ofArticles, ofQuestions)
      .select({
        forgotten: sql<number>`(select count(*)::int from ${ofArticles}) + (select count(*)::int from ${ofQuestions})`,
      })
      .from(sql`(select) one_row`)
  },
)
