import { styleText } from 'node:util'

/** Runs one step of the start and prints a line for it: what, how long, and what there is to say of it. */
export async function step<T>(
  name: string,
  work: () => Promise<T>,
  say: (result: T) => string = () => '',
): Promise<T> {
  const started = performance.now()
  const tty = process.stdout.isTTY
  if (tty) process.stdout.write(`  ${name} …`)
  try {
    const result = await work()
    const took = `${((performance.now() - started) / 1000).toFixed(1)} s`
    const words = say(result)
    process.stdout.write(
      `${tty ? '\r\x1b[K' : ''}  ${name.padEnd(12)}${words.padEnd(44)} ${styleText('dim', took)}\n`,
    )
    return result
  } catch (error) {
    if (tty) process.stdout.write('\r\x1b[K')
    throw error
  }
}

/** Prints what the worker says, as readable lines, and drops wrangler's own chatter. */
export function createWorkerLog(): { line: (line: string) => void; open: () => void } {
  let isOpen = false
  return {
    open: () => {
      isOpen = true
    },
    line(line) {
      const json = /\{"level":.*\}/.exec(line)?.[0]
      if (json) {
        const event = parse(json)
        if (event && (isOpen || event.level === 'error')) console.log(formatEvent(event))
      } else if (isOpen && /\bERROR\b|Error:|^\s+at |Reloading|✘/.test(line)) {
        console.log(line)
      }
    },
  }
}

type LogEvent = { level: string; event: string } & Record<string, unknown>

function parse(json: string): LogEvent | undefined {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

const COLOURS = { warn: 'yellow', error: 'red' } as const

function formatEvent({ level, event, ...fields }: LogEvent): string {
  const text =
    event === 'request'
      ? `${fields.method} ${fields.route} ${fields.status} ${fields.ms} ms (database ${fields.db_ms} ms, ${fields.round_trips} round trips)`
      : `${event} ${JSON.stringify(fields)}`
  const colour = level === 'warn' || level === 'error' ? COLOURS[level] : undefined
  return `${new Date().toISOString().slice(11, 19)} ${colour ? styleText(colour, text) : text}`
}
