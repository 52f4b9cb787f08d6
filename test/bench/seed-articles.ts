import type { BenchDatabase } from './stack.ts'

const WORDS =
  `harbour bridge council library orbit telescope bread sourdough garden frost river railway battery
solar tide museum violin glacier ferry market lantern orchard signal archive clay meadow engine compass quarry
weather harvest canal theatre satellite reef forest wool copper bicycle kitchen observatory mill signal`.split(
    /\s+/,
  )

/** So many articles of one source, of common and rare words, over the last thirty days. */
export async function seedArticles(database: BenchDatabase, count: number): Promise<void> {
  await database.query(
    `with source as (
       insert into sources (name, url, feed_url, is_active)
       values ('Bench', 'https://bench.example/', 'https://bench.example/feed', false) returning id
     )
     insert into articles (source_id, title, link, summary_raw, content_hash, published_at, language)
     select source.id,
       words[1 + (n * 7) % cardinality(words)] || ' and ' || words[1 + (n * 13) % cardinality(words)] || ' ' || n,
       'https://bench.example/' || n,
       (select string_agg(words[1 + (n * k * 31 + k) % cardinality(words)], ' ') from generate_series(1, 20) k),
       encode(sha256(n::text::bytea), 'hex'), now() - (n % 43200) * interval '1 minute', 'english'
     from source, generate_series(1, $1::int) n, (select $2::text[] as words) w`,
    [count, WORDS],
  )
  await database.query('vacuum analyze articles')
}
