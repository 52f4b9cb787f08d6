import { expect, test } from 'vitest'
import worker from '../../src/worker.ts'

type Queue = NonNullable<typeof worker.queue>

/** What becomes of a batch of this queue while changes are refused. */
async function consumed(queue: string): Promise<string[]> {
  const done: string[] = []
  const batch = { queue, messages: [], ackAll: () => done.push('ack'), retryAll: () => done.push('retry') }
  const env = { DATABASE_URL: 'postgres://nobody:secret@db.invalid/none', READ_ONLY: 'true' }
  await worker.queue(...([batch, env] as unknown as Parameters<Queue>))
  return done
}

test('maintenance counts against no feed: its lease ends and it is queued anew; what was given up waits', async () => {
  expect(await consumed('morning-brief-ingest')).toEqual(['ack'])
  expect(await consumed('morning-brief-ingest-dead')).toEqual(['retry'])
  // What is to be sent stands in the database.
  expect(await consumed('morning-brief-outbox')).toEqual(['ack'])
})

test('a queue that nobody consumes is an error, not a loss', async () => {
  await expect(consumed('another')).rejects.toThrow('a queue that the worker does not know')
})
