import { randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { emptySnapshot } from '../../src/migrate/generate/snapshot.ts'

/** A migration to write: its tag, SQL and way down; with a snapshot, else that of the one before. */
export type Entry = { tag: string; up: string; down?: string; when?: number; snapshot?: object }

/** When the first migration of a test folder was made; each next one is a minute later. */
export const firstWhen = Date.UTC(2026, 0, 1)

/** Writes a folder as drizzle-kit does: journal, snapshots, SQL; with ways down. */
export function writeFolder(folder: string, entries: Entry[]): string {
  mkdirSync(join(folder, 'meta'), { recursive: true })
  let previous: { id: string } = emptySnapshot
  const journal = entries.map(({ tag, up, down, when, snapshot }, idx) => {
    writeFileSync(join(folder, `${tag}.sql`), up)
    if (down !== undefined) writeFileSync(join(folder, `${tag}.down.sql`), down)
    previous = { ...previous, ...snapshot, id: randomUUID(), ...{ prevId: previous.id } }
    writeFileSync(join(folder, 'meta', `${tag.split('_')[0]}_snapshot.json`), JSON.stringify(previous))
    return { idx, version: '7', when: when ?? firstWhen + idx * 60_000, tag, breakpoints: true }
  })
  const text = JSON.stringify({ version: '7', dialect: 'postgresql', entries: journal })
  writeFileSync(join(folder, 'meta', '_journal.json'), text)
  return folder
}

/** SQL with drizzle's breakpoint between the statements. */
export function statements(...texts: string[]): string {
  return `${texts.join('\n--> statement-breakpoint\n')}\n`
}

/** Four migrations that count how often they ran: a table, data changes, a concurrent index, more data. */
export function countingEntries(rows = 200): Entry[] {
  return [
    {
      tag: '0000_table',
      up: statements(
        'CREATE TABLE "counters" ("id" integer PRIMARY KEY, "n" integer NOT NULL DEFAULT 0);',
        `INSERT INTO counters SELECT i, 0 FROM generate_series(1, ${rows}) i;`,
      ),
      down: 'DROP TABLE "counters";',
    },
    {
      tag: '0001_count',
      up: statements(
        'UPDATE counters SET n = n + 1;',
        'SELECT pg_sleep(0.02);',
        'UPDATE counters SET n = n + 10;',
      ),
      down: 'UPDATE counters SET n = n - 11;',
    },
    {
      tag: '0002_index',
      up: `-- no-transaction\n${statements(
        'CREATE INDEX CONCURRENTLY "counters_n" ON "counters" USING btree ("n") WHERE "counters"."n" > 0;',
        'CREATE UNIQUE INDEX CONCURRENTLY "counters_both" ON "counters" USING btree (("n" + 1),"id");',
      )}`,
      down: `-- no-transaction\n${statements(
        'DROP INDEX CONCURRENTLY IF EXISTS "counters_both";',
        'DROP INDEX CONCURRENTLY IF EXISTS "counters_n";',
      )}`,
    },
    {
      tag: '0003_count',
      up: statements('ALTER TABLE counters ADD COLUMN m integer;', 'UPDATE counters SET m = 1, n = n + 100;'),
      down: statements('UPDATE counters SET n = n - 100;', 'ALTER TABLE counters DROP COLUMN m;'),
    },
  ]
}
