import autocannon from 'autocannon'
import { cpuSeconds, type Server } from './server.ts'

/** One kind of request, as a server takes it. */
export interface LoadRequest {
  method: 'GET' | 'POST' | 'OPTIONS'
  path: string | (() => string)
  headers?: Record<string, string> | (() => Record<string, string>)
  body?: string
}

/** What one round of load came to. */
export interface LoadResult {
  requests_per_second: number
  p50_ms: number
  p99_ms: number
  /** CPU milliseconds of the server's own process for 1,000 requests. */
  cpu_ms_per_1000: number
  failed: number
}

/** Loads a server with 32 connections for some seconds; replies outside 2xx count as failed. */
export async function load(server: Server, request: LoadRequest, seconds: number): Promise<LoadResult> {
  const cpuBefore = cpuSeconds(server.pid)
  const { method, path, headers, body } = request
  const result = await autocannon({
    url: server.origin,
    connections: 32,
    duration: seconds,
    requests: [
      {
        method,
        ...(body !== undefined && { body }),
        setupRequest: (r) => ({
          ...r,
          path: typeof path === 'function' ? path() : path,
          headers: {
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(typeof headers === 'function' ? headers() : headers),
          },
        }),
      },
    ],
  })
  const done = result['2xx']
  return {
    requests_per_second: done / result.duration,
    p50_ms: result.latency.p50,
    p99_ms: result.latency.p99,
    cpu_ms_per_1000: ((cpuSeconds(server.pid) - cpuBefore) * 1e6) / Math.max(1, done),
    failed: result.non2xx + result.errors + result.timeouts,
  }
}
