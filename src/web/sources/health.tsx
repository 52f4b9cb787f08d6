import { BarChart } from '../chart.tsx'
import { count, formatDistance } from '../format.ts'
import type { Reader } from '../reader.ts'
import type { SourceHealth } from './query.ts'

/** A source's state in one word. */
const State = ({ source }: { source: SourceHealth }) => {
  if (!source.is_active) return <p class="state off">Paused</p>
  if (source.error_count > 0) return <p class="state failing">Failing</p>
  return <p class="state">{source.last_fetched_at ? 'Healthy' : 'New'}</p>
}

function nextFetch(source: SourceHealth, now: string): string {
  if (!source.is_active) return 'not while paused'
  if (source.leased_until && source.leased_until > now) return 'under way'
  return source.next_fetch_at <= now ? 'at the next tick' : formatDistance(source.next_fetch_at, now)
}

/** The health of a source: its state, last and next fetch, last error, and a chart of articles per day. */
export const Health = ({ source, reader }: { source: SourceHealth; reader: Reader }) => {
  const total = source.days.reduce((sum, { articles }) => sum + articles, 0)
  const last = source.last_fetched_at ? formatDistance(source.last_fetched_at, reader.now) : 'never'
  return (
    <>
      <State source={source} />
      <p class="quiet">
        Last read {last}; next {nextFetch(source, reader.now)}.
      </p>
      {source.last_error && (
        <p class="bad" dir="auto">
          {source.last_error}
          {source.error_count > 1 && ` (${count(source.error_count, 'failure')} in a row)`}
        </p>
      )}
      <figure>
        <BarChart
          bars={source.days.map(({ day, articles }) => ({ label: day, value: articles }))}
          summary={`${count(total, 'article')} in the last ${source.days.length} days, ${source.days.at(-1)?.articles ?? 0} of them today`}
        />
        <figcaption class="quiet">
          {count(total, 'article')} in {source.days.length} days
        </figcaption>
      </figure>
    </>
  )
}

const CHOICES = [
  ['preferred', 'Prefer'],
  ['muted', 'Mute'],
] as const

/** What a reader can want of a source for their own briefs: follow, prefer or mute it; the pressed one again is none. */
export const SourceChoiceForm = ({ source, back }: { source: SourceHealth; back: 'source' | 'list' }) => {
  const isOthers = source.added_by !== null && !source.is_own
  const choices = isOthers ? ([['followed', 'Follow'], ...CHOICES] as const) : CHOICES
  return (
    <form method="post" action={`/sources/${source.id}/choice`} class="actions">
      <input type="hidden" name="back" value={back} />
      {choices.map(([choice, label]) => (
        <button
          type="submit"
          name="choice"
          value={source.choice === choice ? 'none' : choice}
          aria-pressed={String(source.choice === choice)}
          aria-label={`${label}: ${source.name}`}
        >
          {label}
        </button>
      ))}
      {isOthers && source.choice === null && <span class="quiet">Another reader’s: not in your briefs.</span>}
    </form>
  )
}

/** The buttons for admins: fetch now, pause or resume, delete. */
export const SourceActions = ({ source }: { source: SourceHealth }) => (
  <div class="actions">
    <form method="post" action={`/sources/${source.id}/fetch`}>
      <button type="submit" aria-label={`Read now: ${source.name}`}>
        Read now
      </button>
    </form>
    <form method="post" action={`/sources/${source.id}`}>
      <button
        type="submit"
        name="is_active"
        value={String(!source.is_active)}
        aria-label={`${source.is_active ? 'Pause' : 'Resume'} ${source.name}`}
      >
        {source.is_active ? 'Pause' : 'Resume'}
      </button>
    </form>
    <form method="post" action={`/sources/${source.id}/delete`}>
      <button
        type="submit"
        class="link"
        aria-label={`Delete ${source.name}`}
        data-confirm={`Delete “${source.name}” with all its articles?`}
      >
        Delete
      </button>
    </form>
  </div>
)
