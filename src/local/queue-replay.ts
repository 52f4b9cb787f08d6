import { Command, InvalidArgumentError } from 'commander'
import { type ReplayedLetter, replayDeadLetters } from './replay-dead-letters.ts'
import { addUrlOption, requireDatabase, runCommand } from './seed/commands/options.ts'

const command = addUrlOption(new Command('queue:replay'))
  .description('list given-up queue messages, or replay them')
  .argument('[ids...]', 'messages to replay', (text: string, ids: number[] = []) => [...ids, parseId(text)])
  .option('--all', 'replay all of them')
  .option('--json', 'print the list as JSON')
  .addHelpText(
    'after',
    `
A replayed message makes its source due now; the next tick of the cron (within five minutes) fetches it.

Examples:
  $ npm run queue:replay
  $ npm run queue:replay -- 17 18
  $ npm run queue:replay -- --all`,
  )
  .action(async (ids: number[], { url, all, json }: { url?: string; all?: boolean; json?: boolean }) => {
    const { databaseUrl } = requireDatabase(url)
    const replay = all === true || ids.length > 0
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

function parseId(text: string): number {
  const id = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0) return id
  throw new InvalidArgumentError('Write the number of a message.')
}
