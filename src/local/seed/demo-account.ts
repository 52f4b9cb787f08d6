import type pg from 'pg'
import { DEMO_EMAIL } from '../../db/credential.ts'
import { DEMO_TOPICS } from '../samples/index.ts'
import { findTimeZone } from './time-zone.ts'

const TODOS: readonly { description: string; completed: boolean }[] = [
  { description: 'Read today’s brief over a coffee', completed: true },
  { description: 'Press thumb up on the best story', completed: false },
  { description: 'Add a feed of your own under Sources', completed: false },
  { description: 'Water the plants', completed: false },
]

const ITEMS: readonly { name: string; description: string | null }[] = [
  {
    name: 'Tide tables for the weekend',
    description: 'Low water on Saturday at a quarter past nine: good for the long walk.',
  },
  {
    name: 'Bread with walnuts',
    description: '500 g flour, 350 ml water, a handful of nuts, one night of patience.',
  },
  { name: 'Ask the library for the telescope', description: null },
]

/** The number of rows written for the demo user; zero when it existed already. */
export interface DemoAccountReport {
  user_created: boolean
  topics: number
  todos: number
  items: number
}

/**
 * Creates the demo user, an administrator whose brief is ready at any hour, with topics, todos and items. An existing demo
 * user is not changed, so that rows that its owner has deleted do not come back.
 * @param timeZone IANA name; UTC when the database does not know it
 * @param mailChannel whether the brief comes by mail, to an address that is taken for confirmed
 */
export async function writeDemoAccount(
  client: pg.Client,
  timeZone: string,
  mailChannel: boolean,
): Promise<DemoAccountReport> {
  const created = await client.query<{ id: number }>(
    `insert into users (email, role, brief_hour, time_zone) values ($1, 'admin', 0, 'UTC')
     on conflict (lower(email)) do nothing returning id`,
    [DEMO_EMAIL],
  )
  const id = created.rows[0]?.id
  if (id === undefined) return { user_created: false, topics: 0, todos: 0, items: 0 }
  await client.query('update users set time_zone = $2 where id = $1', [
    id,
    (await findTimeZone(client, timeZone)) ?? 'UTC',
  ])
  await client.query(
    `insert into topics (user_id, name, keywords, language)
     select $1, name, keywords, language from jsonb_to_recordset($2) as t(name text, keywords jsonb, language text)`,
    [id, JSON.stringify(DEMO_TOPICS)],
  )
  await client.query(
    `insert into todos (user_id, description, completed)
     select $1, description, completed from jsonb_to_recordset($2) as t(description text, completed boolean)`,
    [id, JSON.stringify(TODOS)],
  )
  if (mailChannel) {
    await client.query(
      `insert into channels (user_id, kind, address, name, state, confirmed_at)
       values ($1, 'mail', $2, $2, 'active', now())`,
      [id, DEMO_EMAIL],
    )
  }
  await client.query(
    `insert into items (user_id, name, description)
     select $1, name, description from jsonb_to_recordset($2) as t(name text, description text)`,
    [id, JSON.stringify(ITEMS)],
  )
  return { user_created: true, topics: DEMO_TOPICS.length, todos: TODOS.length, items: ITEMS.length }
}
