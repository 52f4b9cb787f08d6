import { styleText } from 'node:util'

/** One line of progress. `ms` is how long the thing took, in milliseconds. */
type ReportEvent = { level: 'info' | 'done' | 'warn'; text: string; ms?: number }

/** Receives progress; the library is silent without one. */
export type Reporter = (event: ReportEvent) => void

/** The reporter that says nothing. */
export const silent: Reporter = () => {}

const marks = { info: ' ', done: '+', warn: '!' } as const
const colours = { info: 'dim', done: 'green', warn: 'yellow' } as const

/**
 * A reporter that writes one line an event, each with the time of day (UTC). `styleText` leaves colours out
 * when the stream is no terminal, or NO_COLOR is set.
 */
export function createLineReporter(stream: NodeJS.WriteStream): Reporter {
  return ({ level, text, ms }) => {
    const time = new Date().toISOString().slice(11, 19)
    const took = ms === undefined ? '' : ` (${formatDuration(ms)})`
    stream.write(`${styleText(colours[level], `${time} ${marks[level]}`, { stream })} ${text}${took}\n`)
  }
}

/** Milliseconds as a person reads them: `12 ms`, `3.4 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`
}
