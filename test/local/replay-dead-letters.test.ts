import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { replayDeadLetters } from '../../src/local/replay-dead-letters.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()

it('makes the sources of given-up messages due once, and leaves what cannot be fetched', async () => {
  const [source] = await database.query<{ id: number }>(
    `insert into sources (name, url, feed_url, next_fetch_at)
     values ('Slow', 'https://slow.example', 'https://slow.example/feed', now() + interval '1 day') returning id`,
  )
  await database.query(
    `insert into dead_letters (queue, message_id, message, attempts, error) values
       ('q', 'a', jsonb_build_object('source_id', $1::int, 'leased_until', now()), 4, 'too slow'),
       ('q', 'b', '{"source_id": 99999999999}', 4, 'gone'),
       ('q', 'c', '{"source_id": "x"}', 4, 'malformed'),
       ('q', 'd', '"text"', 4, 'malformed')`,
    [source!.id],
  )
  const fates = (letters: { source: string | null; due: boolean }[]) =>
    letters.map(({ source, due }) => [source, due])
  const listed = await replayDeadLetters(database.directUrl, { ids: null, replay: false })
  expect(fates(listed)).toEqual([
    ['Slow', true],
    [null, false],
    [null, false],
    [null, false],
  ])
  expect(await due()).toEqual([])

  const one = await replayDeadLetters(database.directUrl, { ids: [listed[0]!.id], replay: true })
  expect(fates(one)).toEqual([['Slow', true]])
  expect(await due()).toEqual([{ name: 'Slow' }])
  expect(await replayDeadLetters(database.directUrl, { ids: [listed[0]!.id], replay: true })).toEqual([])

  const printed = execFileSync(
    process.execPath,
    ['src/local/queue-replay.ts', '--url', database.directUrl, '--all', '--json'],
    { encoding: 'utf8' },
  )
  expect(JSON.parse(printed)).toHaveLength(3)
  expect(await replayDeadLetters(database.directUrl, { ids: null, replay: false })).toEqual([])

  function due() {
    return database.query('select name from sources where next_fetch_at <= now()')
  }
})
