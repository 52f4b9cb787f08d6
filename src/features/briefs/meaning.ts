import { sql } from 'drizzle-orm'
import { articleEmbeddings, questionEmbeddings } from '../../db/schema/index.ts'
import { float } from './measure.ts'
import { SCORING } from './scoring.ts'

/** What a topic of `due` asks for, as a text whose meaning a model can tell: the keywords that it wants. */
export const questionOf = sql`(
  select string_agg(trim(keyword, '"* '), ', ' order by nth) from unnest(due.keywords) with ordinality as given (keyword, nth)
  where keyword not like '-%'
)`

export const hashOf = (text: typeof questionOf) => sql`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`

/** The vector of a topic's question: of the model that was asked last; no row without one. */
export const question = sql`
  select ${questionEmbeddings.model}, ${questionEmbeddings.vector} from ${questionEmbeddings}
  where ${questionEmbeddings.question_hash} = ${hashOf(questionOf)}
  order by ${questionEmbeddings.updated_at} desc, ${questionEmbeddings.model} limit 1`

/** How close the meaning of a candidate is to the question; null where a vector is missing. */
export const closeness = sql`
  case when question.vector is not null then (
    select closeness(${articleEmbeddings.vector}, question.vector) from ${articleEmbeddings}
    where ${articleEmbeddings.article_id} = found.id and ${articleEmbeddings.model} = question.model
  ) end`

const { least, most, apart } = SCORING.meaning

/**
 * The candidates' closeness as a factor: the farthest of them counts `least`, the closest `most`. Where one has no
 * vector, words alone decide about all of the topic, for what has none cannot be compared.
 */
export const meaning = sql`
  case when count(*) over () > count(closeness) over () then 1
    else ${float(least)} + ${float(most - least)} * (closeness - min(closeness) over ())
      / greatest(max(closeness) over () - min(closeness) over (), ${float(apart)})
  end`
