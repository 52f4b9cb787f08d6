import { Command, InvalidArgumentError } from 'commander'
import {
  type ReplayedLetter,
  type ReplayedMessage,
  replayDeadLetters,
  replayMessages,
} from './replay-dead-letters.ts'
import { addUrlOption, requireDatabase, runCommand } from './seed/commands/options.ts'

interface Options {
  url?: string
  all?: boolean
  json?: boolean
  outbox?: boolean
}

const command = addUrlOption(new Command('queue:replay'))
  .description('list given-up queue messages, or replay them')
  .argument('[ids...]', 'messages to replay', (text: string, ids: number[] = []) => [...ids, parseId(text)])
  .option('--all', 'replay all of them')
  .option('--outbox', 'mails, notifications and webhook calls instead of fetches')
  .option('--json', 'print the list as JSON')
  .addHelpText(
    'after',
    `
A replayed message makes its source due now; the next tick of the cron (within five minutes) fetches it. With --outbox
a mail or other message of the last two days is sent again by the next tick.

Examples:
  $ npm run queue:replay
  $ npm run queue:replay -- 17 18
  $ npm run queue:replay -- --all
  $ npm run queue:replay -- --outbox --all`,
  )
  .action(async (ids: number[], { url, all, json, outbox }: Options) => {
    const { databaseUrl } = requireDatabase(url)
    const replay = all === true || ids.length > 0
    if (outbox) {
      const messages = await replayMessages(databaseUrl, { ids: all || !replay ? null : ids, replay })
      console.log(json ? JSON.stringify(messages) : describeMessages(messages, replay).join('\n'))
      return
    }
    const letters = await replayDeadLetters(databaseUrl, { ids: all || !replay ? null : ids, replay })
    console.log(json ? JSON.stringify(letters) : describe(letters, replay).join('\n'))
  })
await runCommand(command)

function describe(letters: ReplayedLetter[], replayed: boolean): string[] {
  if (letters.length === 0) return ['There is no message to replay.']
  const lines = letters.map(({ id, created_at, source, due }) => {
    const fate = due ? (replayed ? 'due now' : 'can be replayed') : 'nothing to fetch any more'
    return `${id}  ${new Date(created_at).toISOString()}  ${source ?? 'no source'}: ${fate}`
  })
  return replayed ? lines : [...lines, '  -> npm run queue:replay -- --all replays them.']
}

function describeMessages(messages: ReplayedMessage[], replayed: boolean): string[] {
  if (messages.length === 0) return ['There is no message of the outbox to replay.']
  const lines = messages.map(({ id, created_at, kind, error, due }) => {
    const fate = due ? (replayed ? 'due now' : 'can be replayed') : 'its channel is off or gone'
    return `${id}  ${new Date(created_at).toISOString()}  ${kind}: ${fate}. ${error ?? ''}`
  })
  return replayed ? lines : [...lines, '  -> npm run queue:replay -- --outbox --all sends them again.']
}

function parseId(text: string): number {
  const id = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0) return id
  throw new InvalidArgumentError('Write the number of a message.')
}
