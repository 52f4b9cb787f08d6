import { and, eq, sql } from 'drizzle-orm'
import * as z from 'zod'
import { me } from '../../db/builder.ts'
import { articleMarks, articles, deliveries, deliveryReports, sources } from '../../db/schema/index.ts'
import { query } from '../../db/statement.ts'
import { articleJson } from '../../features/briefs/brief-json.ts'
import { float } from '../../features/briefs/measure.ts'
import { BriefArticle } from '../../features/briefs/schemas.ts'
import { SCORING } from '../../features/briefs/scoring.ts'
import { rowFields } from '../../http/table-fields.ts'
import { Reader, readerJson } from '../reader.ts'

const ArticleData = z.object({
  reader: Reader,
  article: BriefArticle,
  mark: z.object(rowFields(articleMarks, ['read_at', 'item_id'])),
  /** Other reports of the same story: those that the reader's briefs have, and what else is much alike. */
  reports: z.array(z.object({ id: z.int(), title: z.string(), link: z.string(), source_name: z.string() })),
  /** The other sources that carry this very article. */
  carriers: z.array(z.string()),
})
export type ArticleData = z.infer<typeof ArticleData>

/** So many days around an article its story is told; so many articles are compared with it, and so many shown. */
const DAYS = sql.raw(`interval '2 days'`)
const COMPARED = sql.raw('500')
const SHOWN = sql.raw('5')
/** Of the stems of its title so many, the longest: a report of the same story has two of them. */
const STEMS = sql.raw('6')

/** `near`: articles of other sources that tell the story of the article `about`, though no brief of the reader's says so. */
const near = (id: number) => sql`
  about as materialized (
    select ${articles.id}, ${articles.source_id}, ${articles.published_at}, ${articles.search}, ${articles.story_bits}, ${articles.title_bits}
    from ${articles} where ${articles.id} = ${id}::bigint
  ),
  stems as (
    select stem from about, unnest(tsvector_to_array(ts_filter(about.search, '{a}'))) stem
    where stem ~ '^~[a-z]{2}[[:alnum:]]{3,}$' order by length(stem) desc, stem limit ${STEMS}
  ),
  pairs as materialized (
    select string_agg(format('%L & %L', a.stem, b.stem), ' | ')::tsquery as query from stems a join stems b on a.stem < b.stem
  ),
  near as (
    select other.id
    from about cross join pairs cross join lateral (
        select ${articles.id}, ${articles.source_id}, ${articles.published_at},
          story_likeness(${articles.story_bits}, ${articles.title_bits}, about.story_bits, about.title_bits) as likeness
        from ${articles}
        where ${articles.search} @@ (pairs.query && days_query(about.published_at - ${DAYS}, about.published_at + ${DAYS}))
        limit ${COMPARED} offset 0
      ) other
    where other.source_id <> about.source_id and likeness >= ${float(SCORING.likeness)}
    order by likeness desc, other.id limit ${SHOWN}
  )`

/** An article with what is known around it, in one round trip. */
export const readArticle = query.one(
  'web.article',
  { returns: ArticleData, noun: 'article' },
  ({ id }: { id: number }) => ({
    with: sql`
      ${near(id)},
      told as (
        select ${deliveries.id} from ${deliveries}
        where ${deliveries.article_id} = ${id}::bigint and ${deliveries.user_id} = ${me}
        union
        select ${deliveryReports.delivery_id} from ${deliveryReports}
        where ${deliveryReports.article_id} = ${id}::bigint and ${deliveryReports.user_id} = ${me}
      ),
      alike as (
        select ${deliveries.article_id} as id from ${deliveries} where ${deliveries.id} = any (array(select id from told))
        union
        select ${deliveryReports.article_id} from ${deliveryReports}
        where ${deliveryReports.delivery_id} = any (array(select id from told))
        union
        select id from near
      )`,
    rows: sql`
      select ${readerJson} as reader, ${articleJson} as article,
        json_build_object('read_at', ${articleMarks.read_at}, 'item_id', ${articleMarks.item_id}) as mark,
        (
          select coalesce(json_agg(json_build_object(
            'id', report.id, 'title', report.title, 'link', report.link, 'source_name', teller.name
          ) order by report.published_at, report.id), '[]')
          from alike join ${articles} report on report.id = alike.id and report.id <> ${articles.id}
            join ${sources} teller on teller.id = report.source_id
        ) as reports,
        (
          select coalesce(json_agg(carrier.name order by carrier.name), '[]') from ${sources} carrier
          where carrier.id <> ${articles.source_id}
            and carrier.id = any (array(select key::int from jsonb_object_keys(${articles.seen_in}) key))
        ) as carriers
      from ${articles} join ${sources} on ${sources.id} = ${articles.source_id}
        left join ${articleMarks} on ${and(eq(articleMarks.article_id, articles.id), eq(articleMarks.user_id, me))}
      where ${articles.id} = ${id}::bigint`,
  }),
)
