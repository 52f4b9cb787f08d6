import Table from 'cli-table3'
import type { LoadResult } from './load.ts'
import { middle } from './middle.ts'
import type { ProxyRow } from './proxy.ts'

/** One row of the benchmark's table. */
export interface Row extends LoadResult {
  case: string
  server: string
  /** Requests per second of Morning Brief over this server's, in the same run. */
  ratio: number | null
}

/** The median by requests per second, figure by figure. */
export function median(rounds: LoadResult[]): LoadResult {
  const of = (pick: (r: LoadResult) => number) => middle(rounds.map(pick))
  return {
    requests_per_second: of((r) => r.requests_per_second),
    p50_ms: of((r) => r.p50_ms),
    p99_ms: of((r) => r.p99_ms),
    cpu_ms_per_1000: of((r) => r.cpu_ms_per_1000),
    failed: rounds.reduce((sum, r) => sum + r.failed, 0),
  }
}

/** The one table that `npm run bench` prints. */
export function formatTable(rows: Row[]): string {
  const table = new Table({
    head: ['case', 'server', 'requests/s', 'p50 ms', 'p99 ms', 'CPU ms/1000', 'failed', 'ours is'],
    colAligns: ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const row of rows) {
    table.push([
      row.case,
      row.server,
      row.requests_per_second.toFixed(0),
      row.p50_ms.toFixed(1),
      row.p99_ms.toFixed(1),
      row.cpu_ms_per_1000.toFixed(0),
      row.failed === 0 ? '' : String(row.failed),
      row.ratio === null ? '' : `${row.ratio.toFixed(2)} x`,
    ])
  }
  return table.toString()
}

/** What the local Neon protocol costs, request by request. */
export function formatProxy(rows: ProxyRow[]): string {
  const table = new Table({
    head: ['local Neon protocol', 'requests/s', 'CPU ms each', 'of it kernel', 'failed'],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const { request, requests_per_second, cpu_ms, kernel_ms, failed } of rows) {
    table.push([
      request,
      requests_per_second.toFixed(0),
      cpu_ms.toFixed(3),
      kernel_ms.toFixed(3),
      failed === 0 ? '' : String(failed),
    ])
  }
  return table.toString()
}
