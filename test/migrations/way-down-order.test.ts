import { generateDrizzleJson } from 'drizzle-kit/api'
import { sql } from 'drizzle-orm'
import { check, index, integer, pgPolicy, pgTable, smallint, text } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { upgradeSnapshot } from '../../src/migrate/generate/kit.ts'
import { generateWayDown } from '../../src/migrate/generate/way-down.ts'

const owners = pgTable('owners', { id: integer().primaryKey().generatedAlwaysAsIdentity() })
const columns = {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  owner_id: integer().references(() => owners.id, { onDelete: 'cascade' }),
  name: text().notNull(),
  folded: text().generatedAlwaysAs(sql`lower(name)`),
}
const notes = (more: object) =>
  pgTable('notes', { ...columns, ...more }, (t) => [
    index('notes_owner').on(t.owner_id, t.name.desc()),
    check('notes_name', sql`${t.name} <> ''`),
    pgPolicy('notes_all', { using: sql`true` }),
  ])
/** As it is read from a file. */
const snapshotOf = async (more: object) =>
  upgradeSnapshot(JSON.parse(JSON.stringify(await generateDrizzleJson({ owners, notes: notes(more) }))))

/** The same value with the keys of all its objects in the opposite order. */
const turned = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value), (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).reverse())
      : part,
  )

test('a snapshot that was written in another order is the same: nothing else is dropped and made again', async () => {
  const before = await snapshotOf({})
  const after = await snapshotOf({ priority: smallint().notNull().default(0) })
  const down = ['ALTER TABLE "notes" DROP COLUMN "priority";']
  expect(JSON.stringify(turned(before))).not.toBe(JSON.stringify(before))
  expect(await generateWayDown(before, after, [])).toEqual(down)
  expect(await generateWayDown(turned(before), after, [])).toEqual(down)
})
