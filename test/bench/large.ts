import { createHash } from 'node:crypto'
import pg from 'pg'
import { DEMO_EMAIL } from '../../src/db/credential.ts'
import { enter } from '../../src/db/envelope.ts'
import type { Statement } from '../../src/db/statement.ts'
import { searchByRank } from '../../src/features/articles/search.ts'
import { listItems } from '../../src/features/items/queries.ts'
import { middle } from './middle.ts'

/** Milliseconds of statements in the database, over a million rows: medians. */
export interface LargeFigures {
  rows: number
  first_page_ms: number
  /** The page that begins at nine tenths of the rows, by its cursor. */
  deep_page_ms: number
  search_ms: number
  /** How many articles a search of these finds, in the middle. */
  search_matches: number
}

const RUNS = 41
const PAGE = { limit: 20 }

/** A word that is no English stop word and has no English ending, of a number: few are common, most are rare. */
const WORD = `'k' || translate((20000 * power(random(), 2.5))::int::text, '0123456789', 'abkdofgzum') || 'ox'`
const textOf = (many: number) => `(select string_agg(${WORD}, ' ') from generate_series(1, ${many} + 0 * n))`

/**
 * Measures pages of one user's million items, and searches of a million articles, in the database: what a request
 * costs beside is in the other cases.
 * @param directUrl a migrated, empty database
 */
export async function benchLarge(directUrl: string, rows = 1_000_000): Promise<LargeFigures> {
  const client = new pg.Client({ connectionString: directUrl })
  await client.connect()
  try {
    await fill(client, rows)
    const after = await client.query(
      `select created_at::text as after_created_at, id as after_id from items
       order by created_at desc, id desc offset ${rows * 0.9} limit 1`,
    )
    const matches: number[] = []
    const search = async () => {
      // Two words of middling frequency, as people search; each time others.
      const word = () => `k${digits(1000 + Math.floor(Math.random() * 16_000))}ox`
      const q = `${word()} or ${word()}`
      const { rows: found } = await client.query(
        `select count(*)::int as n from articles where search @@ websearch_to_tsquery('english', $1)`,
        [q],
      )
      matches.push(found[0].n)
      const alternatives = JSON.stringify(q.split(' or '))
      return { language: 'english', limit: 20, alternatives }
    }
    return {
      rows,
      first_page_ms: await measure(client, listItems, () => PAGE),
      deep_page_ms: await measure(client, listItems, () => ({ ...PAGE, ...after.rows[0] })),
      search_ms: await measure(client, searchByRank, search),
      search_matches: middle(matches),
    }
  } finally {
    await client.end()
  }
}

const digits = (number: number) => String(number).replace(/\d/g, (digit) => 'abkdofgzum'[Number(digit)]!)

/** Runs a statement behind the wall of row-level security, as the worker's transactions do. */
async function measure<P extends object, R>(
  client: pg.Client,
  statement: Statement<P, R>,
  params: () => NoInfer<P> | Promise<NoInfer<P>>,
): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const { work } = statement.compile(await params(), { keyed: false, versioned: false })
    // A prepared statement for each text: a statement has one for each shape of its parameters.
    const name = createHash('sha256').update(work.text).digest('hex').slice(0, 32)
    const entering = enter({ kind: 'demo' }, statement.access, 60_000)
    await client.query('begin')
    await client.query(entering.text, entering.params)
    const started = performance.now()
    await client.query({ name, text: work.text, values: work.params })
    times.push(performance.now() - started)
    await client.query('commit')
  }
  return middle(times)
}

async function fill(client: pg.Client, rows: number): Promise<void> {
  const user = await client.query(`insert into users (email) values ($1) returning id`, [DEMO_EMAIL])
  await client.query(
    `insert into items (user_id, name, created_at)
     select $1, 'item ' || n, now() - n * interval '1 second' from generate_series(1, $2::int) n`,
    [user.rows[0].id, rows],
  )
  await client.query(
    `insert into sources (name, url, feed_url)
     select 'Source ' || n, 'https://s' || n || '.example/', 'https://s' || n || '.example/feed'
     from generate_series(1, 500) n`,
  )
  await client.query('select setseed(0.5)')
  // Each text serves some articles: to make a million of them would take longer than all else.
  await client.query(
    `create temp table texts as select n, ${textOf(9)} as title, ${textOf(40)} as summary from generate_series(0, 49999) n`,
  )
  // An index that is made at the end is made in a tenth of the time.
  const index = await client.query(
    `select indexdef from pg_indexes where indexname = 'articles_search_index'`,
  )
  await client.query(`drop index articles_search_index; set maintenance_work_mem = '512MB'`)
  await client.query(
    `insert into articles (source_id, title, link, summary_raw, language, published_at, content_hash)
     select (select min(id) from sources) + g % 500, title, 'https://bench.example/' || g, summary, 'english',
       now() - (${rows} - g) * interval '30 seconds', encode(sha256(g::text::bytea), 'hex')
     from generate_series(1, ${rows}) g join texts on n = (g * 7919::bigint) % 50000`,
  )
  await client.query(index.rows[0].indexdef)
  await client.query('drop table texts')
  await client.query('vacuum analyze')
}
