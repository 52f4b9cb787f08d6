import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { ExecutionContext } from 'hono'
import { createApp } from '../../src/app.ts'
import { DEMO_EMAIL } from '../../src/db/credential.ts'
import { hashToken } from '../../src/http/hash.ts'
import type { TestDatabase } from './test-database.ts'

const app = createApp()

// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
export type AnyJson = any

/** A body and its headers as one step: `json({ name: 'x' })`. */
export const json = (body: unknown, method = 'POST'): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** The application over a test database, as one user sees it. */
export interface TestApp {
  /** Sends a request; the reply is as the function gives it. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** The same with the platform's context, for what happens after the reply. */
  requestIn(context: object, path: string, init?: RequestInit): Promise<Response>
  /** The same, with the reply's JSON. */
  call(path: string, init?: RequestInit): Promise<{ status: number; body: AnyJson; headers: Headers }>
  /** The same without the user's token. */
  callBare: TestApp['call']
  /** The user's id in the database. */
  userId: number
  token: string
}

/** The files beside the worker, which the run's setup has built. */
export const files = {
  fetch: async (url: string) => new Response(await readFile(`dist/assets${new URL(url).pathname}`)),
}

/** Makes a user with a token in the database and gives the application as that user calls it. */
export async function appAs(
  database: TestDatabase,
  user: {
    email?: string
    role?: 'reader' | 'admin'
    env?: object
    time_zone?: string
    brief_hour?: number
  } = {},
): Promise<TestApp> {
  const { email = `${randomBytes(6).toString('hex')}@test.example`, role = 'reader' } = user
  const token = `mb_${randomBytes(32).toString('base64url')}`
  const rows = await database.query<{ id: number }>(
    `with made as (
       insert into users (email, role, time_zone, brief_hour) values ($1, $2, $3, $4) returning id
     )
     insert into access_tokens (user_id, name, token_hash, token_prefix)
     select id, 'test', $5, $6 from made returning user_id as id`,
    [email, role, user.time_zone ?? 'UTC', user.brief_hour ?? 6, await hashToken(token), token.slice(0, 11)],
  )
  return connectApp({ ASSETS: files, DATABASE_URL: database.url, ...user.env }, rows[0]!.id, token)
}

/** The seeded demo user, whom a loopback database lets in without a token. */
export const appAsDemo = (database: TestDatabase) => appAs(database, { email: DEMO_EMAIL, role: 'admin' })

function connectApp(env: object, userId: number, token: string): TestApp {
  const send = async (path: string, init: RequestInit = {}, context?: object) => {
    const headers = new Headers(init.headers)
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${token}`)
    return app.request(path, { ...init, headers }, env, context as ExecutionContext | undefined)
  }
  const request: TestApp['request'] = (path, init) => send(path, init)
  const call = async (path: string, init: RequestInit | undefined, sender: TestApp['request']) => {
    const response = await sender(path, init)
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    }
  }
  return {
    userId,
    token,
    request,
    requestIn: (context, path, init) => send(path, init, context),
    call: (path, init) => call(path, init, request),
    callBare: (path, init) => call(path, init, async (path, init) => app.request(path, init, env)),
  }
}
