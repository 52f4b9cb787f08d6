import { beforeAll, expect, test } from 'vitest'
import { checkDrift } from '../../src/migrate/check/drift.ts'
import { migrate } from '../../src/migrate/migrate.ts'
import { writeFolder } from './folder.ts'
import { query, run, useScratch, useServer } from './harness.ts'
import { projectEntries } from './project.ts'

const server = useServer()
const scratch = useScratch()
const bare = {
  path: '',
  schema: undefined,
  table: undefined,
  databaseUrl: undefined,
  schemaFilter: [],
  raw: {},
}
let folder = ''

beforeAll(async () => {
  folder = writeFolder(scratch('drift'), await projectEntries())
})

async function findDrift(sql: string): Promise<string[]> {
  const databaseUrl = await server.create()
  await migrate({ databaseUrl, folder })
  await query(databaseUrl, sql)
  return checkDrift({ config: { ...bare, folder }, databaseUrl, report: () => {} })
}

test('a database as migrations made it has none, whatever roles may do', async () => {
  expect(await findDrift('grant select on works to public; create schema elsewhere; analyze')).toEqual([])
})

type Drift = [kind: string, sql: string, line: string]

const planted: Drift[] = [
  [
    'changed CHECK',
    'alter table works drop constraint books_price, add constraint books_price check (price > 0)',
    'constraint books_price: CHECK',
  ],
  ['dropped index', 'drop index works_published', 'index works_published'],
  ['extra column', 'alter table works add extra int', '+ table public.works column extra: integer'],
  [
    'changed default',
    'alter table authors alter updated_at drop default',
    'column updated_at: timestamp with time zone',
  ],
  [
    'changed trigger',
    'drop trigger authors_touch on authors; create trigger authors_touch after update on authors for each row execute function touch()',
    'trigger authors_touch',
  ],
  ['disabled trigger', 'alter table authors disable trigger authors_touch', 'authors_touch: CREATE TRIGGER'],
  [
    'changed function',
    "create or replace function touch() returns trigger language plpgsql as $$\nBEGIN\n  NEW.updated_at := '2000-01-01'; -- semicolons; stay; inside\n  RETURN NEW;\nEND\n$$",
    "+     NEW.updated_at := '2000-01-01'",
  ],
  [
    'changed type',
    'alter table works alter subtitle type varchar(9)',
    '+ table public.works column subtitle: character varying(9)',
  ],
  [
    'missing FK',
    'alter table works drop constraint works_author_id_authors_id_fk',
    '- table public.works constraint works_author_id_authors_id_fk: FOREIGN KEY',
  ],
  [
    'missing NOT NULL',
    'alter table works alter title drop not null',
    '- table public.works column title: text not null',
  ],
  [
    'new enum value',
    "alter type temper add value 'mad'",
    "+ enum public.temper: 'sad', 'ok', 'happy', 'mad'",
  ],
  ['changed policy', 'alter policy everybody on works using (false)', 'policy everybody'],
  [
    'changed generated column',
    "alter table works drop search, add search tsvector generated always as (to_tsvector('simple', title)) stored",
    'column search',
  ],
  ['changed domain', 'alter domain isbn set not null', 'domain public.isbn'],
  ['extra table', 'create table extra (id int)', '+ table public.extra'],
  [
    'text search configuration',
    'create text search configuration words (copy = simple)',
    '+ text search configuration public.words: parser default',
  ],
  [
    'text search dictionary',
    "create text search dictionary plain (template = simple, accept = 'false')",
    '+ text search dictionary public.plain: simple',
  ],
  [
    'collation',
    "create collation loose (provider = icu, locale = 'und', deterministic = false)",
    '+ collation public.loose: i und nondeterministic',
  ],
  [
    'operator',
    'create operator === (leftarg = integer, rightarg = integer, function = int4eq)',
    '+ operator public.===(integer,integer): int4eq gives boolean',
  ],
  ['cast', 'create cast (temper as integer) with inout', '+ cast (public.temper as integer)'],
  ['publication', 'create publication feed for table works', '+ publication feed: insert t '],
  [
    'default privileges',
    'alter default privileges in schema public grant select on tables to public',
    '+ default privileges in public on r: public SELECT',
  ],
  [
    'NOT NULL that is NOT VALID',
    'alter table works add constraint told not null subtitle not valid',
    '+ table public.works constraint told: NOT NULL subtitle NOT VALID',
  ],
]

test('each kind of drift is found, all planted at once', async () => {
  const found = await findDrift(planted.map(([, sql]) => sql).join(';\n'))
  const missed = planted.filter(([, , line]) => !found.some((text) => text.includes(line)))
  expect(missed.map(([kind]) => kind)).toEqual([])
})

test('a disabled trigger is found', async () => {
  const found = await findDrift('alter table authors disable trigger authors_touch')
  expect(found.join('\n')).toContain('EXECUTE FUNCTION public.touch() disabled')
})

test('the command prints the difference, exits 1, and leaves no scratch database', async () => {
  const url = await server.create()
  await migrate({ databaseUrl: url, folder })
  await query(url, 'drop table prizes cascade')
  const { code, stdout } = await run(['check', '--folder', folder, '--only', 'drift', '--url', url])
  expect(code).toBe(1)
  expect(stdout).toContain('- table public.prizes')
  const scratch = "select from pg_database where datname like 'migrate_check_%'"
  await expect.poll(() => query(url, scratch), { timeout: 30_000 }).toEqual([])
})
