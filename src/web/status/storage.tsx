import { formatNumber } from '../format.ts'
import { Fact } from './fact.tsx'
import type { StatusData } from './query.ts'

const megabytes = (bytes: number) => {
  const mb = bytes / 1e6
  return `${Math.abs(mb) < 10 ? mb.toFixed(1) : formatNumber(Math.round(mb))} MB`
}

/** In how many days the limit is met at this growth, in words; farther than ten years nobody can tell. */
export function limitMet(bytes: number, growth: number | null, limitMb: number): string {
  const left = limitMb * 1e6 - bytes
  if (left <= 0) return 'now'
  if (growth === null) return 'told from tomorrow on'
  const days = growth > 0 ? Math.floor(left / growth) : Number.POSITIVE_INFINITY
  return days > 3650 ? 'not in ten years' : `in ${formatNumber(days)} ${days === 1 ? 'day' : 'days'}`
}

/** How large the database is, which tables make it so, how fast it grows, and when it meets its limit. */
export const Storage = ({ page, limitMb }: { page: StatusData; limitMb: number }) => {
  const { bytes, growth } = page.database
  return (
    <section aria-labelledby="storage-title" class="below">
      <h2 class="rule" id="storage-title">
        Storage
      </h2>
      <dl class="facts">
        <Fact name="Size" value={megabytes(bytes)} />
        <Fact name="Of at most" value={megabytes(limitMb * 1e6)} />
        <Fact name="Growth a day" value={growth === null ? '–' : megabytes(growth)} />
        <Fact name="Limit met" value={limitMet(bytes, growth, limitMb)} />
      </dl>
      <table>
        <thead>
          <tr>
            <th>Table</th>
            <th>Size</th>
            <th>Rows, about</th>
          </tr>
        </thead>
        <tbody>
          {page.tables.map((table) => (
            <tr>
              <td>{table.name}</td>
              <td>{megabytes(table.bytes)}</td>
              <td>{formatNumber(table.rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
