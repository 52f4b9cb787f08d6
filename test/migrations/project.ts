import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgEnum,
  pgTable,
  pgView,
  primaryKey,
  text,
  timestamp,
  unique,
  varchar,
} from 'drizzle-orm/pg-core'
import { emptySnapshot, type Snapshot } from '../../src/migrate/generate/snapshot.ts'
import { generateWayDown } from '../../src/migrate/generate/way-down.ts'
import { type Entry, statements } from './folder.ts'
import { handWritten } from './hand-written.ts'

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
const id = () => integer().primaryKey().generatedAlwaysAsIdentity()

function start() {
  const mood = pgEnum('mood', ['sad', 'ok'])
  const authors = pgTable('authors', {
    id: id(),
    name: text().notNull(),
    email: varchar({ length: 255 }).unique(),
    mood: mood().default('ok'),
  })
  const books = pgTable(
    'books',
    {
      id: id(),
      author_id: integer()
        .notNull()
        .references(() => authors.id, { onDelete: 'cascade' }),
      title: text().notNull(),
      price: numeric({ precision: 8, scale: 2 }),
      pages: integer(),
      published: date(),
    },
    (t) => [check('books_price', sql`${t.price} >= 0`), index('books_author').on(t.author_id)],
  )
  return { mood, authors, books }
}

// books is works now, authors.name full_name and mood temper; pages went, subtitle came.
function renamed() {
  const temper = pgEnum('temper', ['sad', 'ok'])
  const authors = pgTable('authors', {
    id: id(),
    full_name: text().notNull(),
    email: varchar({ length: 255 }).unique(),
    mood: temper().default('ok'),
  })
  const works = pgTable(
    'works',
    {
      id: id(),
      author_id: integer().notNull(),
      title: text().notNull(),
      price: numeric({ precision: 8, scale: 2 }),
      published: date(),
      subtitle: text().default('none'),
    },
    (t) => [
      check('books_price', sql`${t.price} >= 0`),
      index('books_author').on(t.author_id),
      foreignKey({
        name: 'works_author_id_authors_id_fk',
        columns: [t.author_id],
        foreignColumns: [authors.id],
      }).onDelete('cascade'),
    ],
  )
  return { temper, authors, works }
}

const renamedUp = [
  'ALTER TYPE "public"."mood" RENAME TO "temper";',
  'ALTER TABLE "books" RENAME TO "works";',
  'ALTER TABLE "authors" RENAME COLUMN "name" TO "full_name";',
  'ALTER TABLE "works" DROP CONSTRAINT "books_price";',
  'ALTER TABLE "works" DROP CONSTRAINT "books_author_id_authors_id_fk";',
  'ALTER TABLE "works" ADD COLUMN "subtitle" text DEFAULT \'none\';',
  'ALTER TABLE "works" ADD CONSTRAINT "works_author_id_authors_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."authors"("id") ON DELETE cascade ON UPDATE no action;',
  'ALTER TABLE "works" DROP COLUMN "pages";',
  'ALTER TABLE "works" ADD CONSTRAINT "books_price" CHECK ("works"."price" >= 0);',
]

function grown() {
  const temper = pgEnum('temper', ['sad', 'ok', 'happy'])
  const authors = pgTable(
    'authors',
    {
      id: id(),
      full_name: text().notNull(),
      email: varchar({ length: 320 }).unique(),
      mood: temper().default('ok'),
      updated_at: timestamp({ withTimezone: true }).defaultNow(),
    },
    (t) => [index('authors_lower').on(sql`lower(${t.full_name})`)],
  )
  const works = pgTable(
    'works',
    {
      id: id(),
      author_id: integer().notNull(),
      title: text().notNull(),
      price: numeric({ precision: 8, scale: 2 }),
      published: date(),
      subtitle: text(),
      search: tsvector().generatedAlwaysAs(sql`to_tsvector('english'::regconfig, title)`),
    },
    (t) => [
      check('books_price', sql`${t.price} >= 0 and ${t.price} < 1000`),
      index('works_published').on(t.published.desc()).where(sql`${t.published} is not null`),
      index('works_search').using('gin', t.search),
      unique('works_title').on(t.author_id, t.title).nullsNotDistinct(),
      foreignKey({
        name: 'works_author_id_authors_id_fk',
        columns: [t.author_id],
        foreignColumns: [authors.id],
      }),
    ],
  )
  const editions = pgTable(
    'editions',
    {
      work_id: integer()
        .notNull()
        .references(() => works.id),
      number: integer().notNull(),
      by: integer().references(() => authors.id),
    },
    (t) => [primaryKey({ columns: [t.work_id, t.number] })],
  )
  const recent = pgView('recent').as((qb) =>
    qb.select().from(works).where(sql`${works.published} > '2020-01-01'`),
  )
  return { temper, authors, works, editions, recent }
}

// Gone and new things at once, about which drizzle-kit would ask; and a foreign key to a table that is new.
function replaced() {
  const { temper, authors, works } = grown()
  const prizes = pgTable('prizes', { id: id(), name: text().notNull().unique() })
  const winners = pgTable('authors', {
    id: id(),
    full_name: text().notNull(),
    email: varchar({ length: 320 }).unique(),
    nickname: text(),
    prize_id: integer().references(() => prizes.id),
    updated_at: timestamp({ withTimezone: true }).defaultNow(),
  })
  void authors
  return { temper, works, winners, prizes }
}

const replacedUp = [
  'CREATE TABLE "prizes" ("id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "prizes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1), "name" text NOT NULL, CONSTRAINT "prizes_name_unique" UNIQUE("name"));',
  'DROP VIEW "public"."recent";',
  'DROP TABLE "editions" CASCADE;',
  'DROP INDEX "authors_lower";',
  'ALTER TABLE "authors" ADD COLUMN "nickname" text;',
  'ALTER TABLE "authors" ADD COLUMN "prize_id" integer;',
  'ALTER TABLE "authors" ADD CONSTRAINT "authors_prize_id_prizes_id_fk" FOREIGN KEY ("prize_id") REFERENCES "public"."prizes"("id") ON DELETE no action ON UPDATE no action;',
  'ALTER TABLE "authors" DROP COLUMN "mood";',
]

/** A project with what is hard to turn back, its ways down made by `generateWayDown`. */
export async function projectEntries(): Promise<Entry[]> {
  const steps: { tag: string; schema: Record<string, unknown>; up?: string[] }[] = [
    { tag: '0000_start', schema: start() },
    { tag: '0001_renamed', schema: renamed(), up: renamedUp },
    { tag: '0002_grown', schema: grown() },
    { tag: '0003_replaced', schema: replaced(), up: replacedUp },
  ]
  const entries: Entry[] = []
  let before: Snapshot = emptySnapshot
  for (const { tag, schema, up } of steps) {
    const after = generateDrizzleJson(schema) as unknown as Snapshot
    const forward = up ?? (await generateMigration(before as never, after as never))
    const down = await generateWayDown(before, after, forward)
    entries.push({ tag, up: statements(...forward), down: statements(...down), snapshot: after })
    before = after
  }
  return [...entries, ...handWritten]
}
