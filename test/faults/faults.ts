import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A reply of the database, whole. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** What a fault may do with one request: send it on, or not, and answer it, or not. */
export interface Exchange {
  /** Sends the request to the database and waits for its whole reply. */
  forward(): Promise<Reply>
  response: ServerResponse
  /** In [0, 1), from the proxy's seed. */
  random: () => number
}

type Fault = (exchange: Exchange) => Promise<void> | void

/** Longest delay of `latency` and `drip`, in milliseconds. */
const SLOW_MS = 120

/**
 * Ways in which the road to a serverless Postgres breaks. Those named `*_before` break before the database has seen
 * the statement, those named `*_after` once it is committed, so that only the reply is lost.
 */
export const FAULTS = {
  latency: async (exchange) => {
    await sleep(exchange.random() * SLOW_MS)
    send(exchange.response, await exchange.forward())
  },
  reset_before: ({ response }) => reset(response),
  reset_after: async ({ forward, response }) => {
    await forward()
    reset(response)
  },
  truncated_after: async ({ forward, response }) => {
    const reply = await forward()
    response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length) })
    response.write(reply.body.subarray(0, reply.body.length >> 1), () => reset(response))
  },
  garbled_after: async ({ forward, response, random }) => {
    const reply = await forward()
    const at = Math.floor(random() * reply.body.length)
    // TLS lets no flipped bit through; what does arrive broken is cut, doubled or of another service.
    send(response, { ...reply, body: Buffer.concat([reply.body.subarray(at), reply.body]) })
  },
  empty_after: async ({ forward, response }) => {
    const reply = await forward()
    send(response, { ...reply, body: Buffer.from('{}') })
  },
  rowless_after: async ({ forward, response }) => {
    const { status, headers, body } = await forward()
    const answer = JSON.parse(body.toString()) as { rows: unknown[]; results?: { rows: unknown[] }[] }
    for (const result of answer.results ?? [answer]) result.rows = []
    send(response, { status, headers, body: Buffer.from(JSON.stringify(answer)) })
  },
  gateway_before: ({ response }) => html(response, 502, 'Bad Gateway'),
  gateway_after: async ({ forward, response }) => {
    await forward()
    html(response, 504, 'Gateway Time-out')
  },
  compute_before: ({ response }) => neonError(response, 500, "Couldn't connect to compute node"),
  rate_before: ({ response }) => neonError(response, 429, 'Too many connections attempts to the endpoint'),
  closed_after: async ({ forward, response }) => {
    await forward()
    neonError(response, 400, 'connection closed')
  },
  serialization_before: ({ response }) => neonError(response, 400, 'could not serialize access', '40001'),
  deadlock_before: ({ response }) => neonError(response, 400, 'deadlock detected', '40P01'),
  shutdown_after: async ({ forward, response }) => {
    await forward()
    neonError(response, 400, 'terminating connection due to administrator command', '57P01')
  },
  starting_before: ({ response }) => neonError(response, 500, 'the database system is starting up', '57P03'),
  full_before: ({ response }) => neonError(response, 500, 'sorry, too many clients already', '53300'),
  drip: async ({ forward, response, random }) => {
    const reply = await forward()
    response.writeHead(reply.status, reply.headers)
    const step = Math.max(1, reply.body.length >> 3)
    for (let at = 0; at < reply.body.length && !response.destroyed; at += step) {
      response.write(reply.body.subarray(at, at + step))
      await sleep((random() * SLOW_MS) / 8)
    }
    response.end()
  },
  /** Taken and never answered: only the caller's own patience ends it. */
  silence_before: () => {},
  silence_after: async ({ forward }) => {
    await forward()
  },
} as const satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS

export function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': String(body.length) }).end(body)
}

/** A TCP reset rather than an orderly end. */
function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy()
}

function html(response: ServerResponse, status: number, title: string): void {
  const body = Buffer.from(`<html><head><title>${status} ${title}</title></head></html>`)
  send(response, { status, headers: { 'content-type': 'text/html' }, body })
}

/** An error as Neon's proxy writes it (proxy/src/serverless/sql_over_http.rs). */
function neonError(response: ServerResponse, status: number, message: string, code = ''): void {
  const body = Buffer.from(JSON.stringify({ message, code, severity: code && 'ERROR', detail: null }))
  send(response, { status, headers: { 'content-type': 'application/json' }, body })
}
