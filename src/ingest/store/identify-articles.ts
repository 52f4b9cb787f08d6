import { type SQL, sql } from 'drizzle-orm'
import { articleKeys, articles, removedArticles } from '../../db/schema/index.ts'

/** Ids that feeds write as the place in the list: "1", "item-12". Such an id alone names nothing for long. */
const PLACE_ID = '^\\D{0,6}\\d{1,3}$'

/** The text of a summary, whatever host its links and pictures are on. */
const hostless = (summary: SQL) =>
  sql`regexp_replace(coalesce(${summary}, ''), '//[^/"<>[:space:]]+', '', 'g')`

/** The one entry of each row, then the one row of each entry: who claims it best, the earlier in the feed first. */
const settled = (from: SQL) => sql`
  select distinct on (n) n, content_hash from (
    select distinct on (content_hash) n, content_hash, rank from (${from}) pair order by content_hash, rank, n
  ) holder
  order by n, rank, content_hash`

/**
 * CTEs up to `identified` (every column of an entry, `content_hash` being what the article is or will be stored under)
 * for a JSON array of FeedArticle and the one row of a CTE `source (id)`.
 *
 * Known rows are found by the feed's id, by the link and by what else an article is known by (`article_keys`); then
 * each entry takes the row that it is most surely the same as, and no two entries the same row:
 *
 * | rank | the same are |
 * |---|---|
 * | 0 | id and link |
 * | 1 | id, and one of title and date, or a removed article; link, title and date |
 * | 2 | link, and title or date, where the link is of several entries or the feed had no ids before; on a page of several, all three |
 * | 3 | link and date to the minute, or link and title where no date is known: the feed has written new ids |
 * | 4 | link, where there is no id to tell otherwise |
 * | 5 | title and date, and the text or all ids and links of the feed are new: it moved to another host |
 * | 6 | id alone: everything was edited |
 *
 * A link is not enough where the row goes by another id of this feed: it is a page of several entries then, which
 * need not all be in the feed at the same time. Such a page is remembered as a key of its source.
 */
export const identifyArticles = (entries: string) => sql`
  entry as (
    select said.*, source.id as source_id, source.id || ' ' || said.guid as guid_key, page.key as page_key,
      page.known or said.content_hash <> said.link_hash as is_shared,
      case when page.known then said.entry_hash else said.content_hash end as own_hash,
      jsonb_build_object(source.id, md5(
        jsonb_build_array(title, link, summary_raw, author, tags, language)::text
      )) as seen_in
    from source, rows from (jsonb_to_recordset(${entries}::jsonb) as (
      title text, link text, summary_raw text, content_hash char(64), link_hash char(64), entry_hash char(64), guid text,
      published_at timestamptz, date_is_guess boolean, author text, tags jsonb, language text
    )) with ordinality as said (
      title, link, summary_raw, content_hash, link_hash, entry_hash, guid, published_at, date_is_guess, author, tags,
      language, n
    ), lateral (
      select key, exists (select from ${articleKeys} known where known.key = named.key) as known
      from (select 'page ' || source.id || ' ' || said.link_hash) named (key)
    ) page
  ),
  named as (
    select entry.n, named_by.content_hash, 'guid' as by
    from entry join ${articleKeys} named_by on named_by.key = entry.guid_key
    union all
    select entry.n, named_by.content_hash, 'link'
    from entry join ${articleKeys} named_by on named_by.key = entry.link_hash::text
    union all
    select entry.n, known.content_hash, 'link'
    from entry join ${articles} known on known.content_hash = entry.link_hash
    union all
    select entry.n, known.content_hash, 'entry'
    from entry join ${articles} known on known.content_hash = entry.entry_hash
    union all
    select entry.n, gone.content_hash, 'link'
    from entry join ${removedArticles} gone on gone.content_hash = entry.link_hash
    union all
    select entry.n, gone.content_hash, 'entry'
    from entry join ${removedArticles} gone on gone.content_hash = entry.entry_hash
  ),
  document as (
    select
      case when count(entry.guid) = 0 then not exists (select from named)
        else count(entry.guid) > 1 and not exists (select from named where by = 'guid') end as is_rewritten
    from entry
  ),
  claimed as (
    select n, content_hash, bool_or(by = 'guid') as by_guid, bool_or(by = 'link') as by_link,
      bool_or(by = 'entry') as by_entry
    from named group by n, content_hash
    union all
    select entry.n, known.content_hash, false, false, false
    from entry
      join ${articles} known on known.source_id = entry.source_id and known.published_at = entry.published_at
        and known.title = entry.title
    where not entry.date_is_guess and not known.date_is_guess
      and not exists (
        select from named where named.n = entry.n and (by = 'guid' or named.content_hash = known.content_hash)
      )
  ),
  compared as (
    select claimed.*, entry.guid, entry.is_shared, entry.date_is_guess or known.date_is_guess as is_undated,
      entry.published_at <> date_trunc('day', entry.published_at, 'UTC') as has_time, known.id is null as is_gone, coalesce(known.link = entry.link, false) as same_link,
      coalesce(known.title = entry.title, false) as same_title,
      coalesce(known.published_at = entry.published_at and not (entry.date_is_guess or known.date_is_guess), false)
        as same_date,
      not (by_guid or by_link or by_entry)
        and ${hostless(sql`known.summary_raw`)} = ${hostless(sql`entry.summary_raw`)} as same_text,
      other.has_id as has_other_id, other.is_here as other_is_here
    from claimed
      join entry on entry.n = claimed.n
      left join ${articles} known on known.content_hash = claimed.content_hash,
      lateral (
        select count(*) > 0 as has_id,
          coalesce(bool_or(other.key in (select guid_key from entry where guid_key is not null)), false) as is_here
        from ${articleKeys} other
        where not claimed.by_guid and other.content_hash = claimed.content_hash
          and other.key like entry.source_id || ' %'
      ) other
  ),
  ranked as (
    select n, content_hash, rank from (
      select compared.*, case
        when by_guid and (by_link or by_entry) then 0
        when by_guid and (same_title or same_date or is_gone) then 1
        when by_guid then case when guid ~ ${sql.raw(`'${PLACE_ID}'`)} and not is_undated then null else 6 end
        when by_entry then 1
        when other_is_here then null
        when by_link and same_title and same_date then 1
        when by_link and has_other_id and guid is not null then case
          when same_date and (is_rewritten or has_time) and not is_shared then 3
          when same_title and is_undated and not is_shared then 3
        end
        when by_link and (same_title or same_date) then 2
        when by_link and not is_shared then 4
        when by_link then null
        when same_link then 2
        when same_text or is_rewritten then 5
      end as rank
      from compared, document
    ) weighed
    where rank is not null
  ),
  first_choice as (${settled(sql`select * from ranked`)}),
  second_choice as (${settled(sql`
    select * from ranked
    where n not in (select n from first_choice) and content_hash not in (select content_hash from first_choice)`)}
  ),
  identified as (
    select entry.n, source_id, guid_key, title, link, summary_raw, published_at, date_is_guess, author, tags, language, seen_in,
      link_hash, is_shared, page_key,
      coalesce(first_choice.content_hash, second_choice.content_hash, case
        when not coalesce(taken.by_entry or taken.by_link and not is_shared, false) then own_hash
        when not taken.by_entry then entry_hash
        else encode(sha256(convert_to(entry_hash || title || published_at, 'UTF8')), 'hex')
      end)::char(64) as content_hash
    from entry
      left join first_choice on first_choice.n = entry.n
      left join second_choice on second_choice.n = entry.n
      left join (
        select n, bool_or(by = 'entry') as by_entry, bool_or(by = 'link') as by_link from named group by n
      ) taken on taken.n = entry.n
  )`
