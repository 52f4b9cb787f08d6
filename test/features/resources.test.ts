import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import * as schema from '../../src/db/schema/index.ts'
import { NewItem } from '../../src/features/items/schemas.ts'
import { Export } from '../../src/features/me/export-schemas.ts'
import { NewSource } from '../../src/features/sources/schemas.ts'
import { NewTodo } from '../../src/features/todos/schemas.ts'
import { NewTopic } from '../../src/features/topics/schemas.ts'
import { MyChange, NewUser, UserChange } from '../../src/features/users/schemas.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

const tables = Object.values(schema).flatMap((value) => (is(value, PgTable) ? [value] : []))

/** Columns that the database keeps by itself. */
const KEPT = ['id', 'user_id', 'created_at', 'updated_at']

/** What a request can set of each table, and the columns beside that only the service writes. */
const WRITABLE: [table: PgTable, inputs: z.ZodObject[], ours: string[]][] = [
  [schema.todos, [NewTodo], []],
  [schema.items, [NewItem], []],
  [schema.topics, [NewTopic], ['searches', 'exclusions', 'keyword_queries']],
  [schema.users, [NewUser, UserChange, MyChange], ['next_brief_at']],
  [
    schema.sources,
    [NewSource],
    [
      'last_fetched_at',
      'last_error',
      'error_count',
      'etag',
      'last_modified',
      'redirect_url',
      'redirect_count',
      'next_fetch_at',
      'leased_until',
      'claimed_until',
      'ttl_minutes',
      'added_by',
    ],
  ],
]

/** A reader's tables that the export leaves out: secrets, and what only serves a request. */
const NOT_EXPORTED = ['feed_tokens', 'idempotency_keys', 'item_counts', 'sign_in_links']

describe('nothing is forgotten when a table changes', () => {
  it('every column can be set by a request, or is said to be the service’s own', () => {
    const forgotten = WRITABLE.flatMap(([table, inputs, ours]) => {
      const settable = inputs.flatMap((input) => Object.keys(input.shape))
      return Object.keys(getTableColumns(table))
        .filter((name) => ![...KEPT, ...ours, ...settable].includes(name))
        .map((name) => `${getTableName(table)}.${name}: nobody can set it`)
    })
    expect(forgotten).toEqual([])
  })

  it('every table has a trigger that keeps updated_at', async () => {
    const kept = await database.query<{ name: string }>(
      `select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
       where p.proname = 'set_updated_at'`,
    )
    const names = new Set(kept.map(({ name }) => name))
    const forgotten = tables.map(getTableName).filter((name) => !names.has(name))
    expect(forgotten.map((name) => `${name} has no trigger that keeps updated_at`)).toEqual([])
  })

  it('every table of a reader’s is in the export', () => {
    const forgotten = tables
      .filter((table) => 'user_id' in getTableColumns(table))
      .map(getTableName)
      .filter((name) => !NOT_EXPORTED.includes(name) && !(name in Export.shape))
    expect(forgotten.map((name) => `${name} is not in the export`)).toEqual([])
  })
})
