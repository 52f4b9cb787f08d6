import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { appAs } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

it('keeps all of a description that is longer than may be from now on, in items of its own', async () => {
  const { userId, call } = await appAs(database)
  await database.query('alter table items drop constraint items_description_length')
  // 25,000 characters, of which every fifth takes four bytes.
  const description = Array.from({ length: 5_000 }, (_, n) => `🥖${String(n).padStart(4, '0')}`).join('')
  await database.query(
    `insert into items (user_id, name, description) values ($1, 'Long', $2), ($1, 'Short', 'two bags'), ($1, 'None', null)`,
    [userId, description],
  )
  const migration = readFileSync(globSync('drizzle/*_sizes.sql')[0]!, 'utf8')
  const statements = migration.split('--> statement-breakpoint')
  for (const text of statements.filter((text) => /public\.items/.test(text))) await database.query(text)
  const { body } = await call('/items')
  expect(body.total).toBe(5)
  const parts = body.items.filter(({ name }: { name: string }) => name.startsWith('Long'))
  parts.sort((a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1))
  expect(parts.map(({ name }: { name: string }) => name)).toEqual(['Long', 'Long (2)', 'Long (3)'])
  expect(parts.map((part: { description: string }) => part.description).join('')).toBe(description)
})
