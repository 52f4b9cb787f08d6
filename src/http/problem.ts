import type { Context } from 'hono'
import * as z from 'zod'
import { AppError, ConfigError, ERRORS, type ErrorCode, NoDatabaseError } from '../errors.ts'
import { keysOf } from '../keys-of.ts'
import type { AppEnv } from './env.ts'

/** RFC 9457 problem details, extended by our `code`, the request id and the invalid fields. */
export const Problem = z
  .object({
    type: z.string().meta({ examples: ['about:blank'] }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(keysOf(ERRORS)),
    request_id: z.string(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong, by RFC 9457' })

/** Seconds after which a client may retry when the database is unavailable. */
const RETRY_AFTER_S = '5'

/** Headers that always go with a code. A 401 must name the authentication scheme (RFC 6750 §3). */
const HEADERS: { readonly [Code in ErrorCode]?: Record<string, string> } = {
  unauthenticated: { 'WWW-Authenticate': 'Bearer' },
  database_unavailable: { 'Retry-After': RETRY_AFTER_S },
  read_only: { 'Retry-After': RETRY_AFTER_S },
}

/** The headers of the response to an error. */
export const problemHeaders = (error: AppError): Record<string, string> => ({
  ...HEADERS[error.code],
  ...error.headers,
})

/** The response to an error as a problem document. */
export function problemResponse(c: Context<AppEnv>, error: AppError): Response {
  const [status, title] = ERRORS[error.code]
  const body: z.infer<typeof Problem> = {
    type: 'about:blank',
    title,
    status,
    detail: error.message,
    code: error.code,
    request_id: c.get('requestId') ?? '',
    ...(error.errors && { errors: [...error.errors] }),
  }
  return c.body(JSON.stringify(body), status, {
    ...problemHeaders(error),
    'Content-Type': 'application/problem+json',
  })
}

/** Decides what the caller sees of a thrown error: everything that is not an AppError or ConfigError becomes `internal`. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof NoDatabaseError)
    return new AppError('database_unavailable', `No database is set. ${error.message}.`, { cause: error })
  if (error instanceof ConfigError) return new AppError('misconfigured', error.message, { cause: error })
  return new AppError('internal', 'Something went wrong on our side. Please tell us the request id.', {
    cause: error,
  })
}

/** The codes of every route that calls the database. */
const COMMON_CODES = [
  'unauthenticated',
  'answer_too_large',
  'too_many_requests',
  'internal',
  'misconfigured',
  'database_unavailable',
  'timed_out',
] as const

/** The codes of every route with a JSON body. */
export const BODY_PROBLEMS = [
  'malformed_json',
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
] as const

/** A response that is one of several problems; src/local/openapi makes an example from `codes`. */
interface ProblemResponse {
  description: string
  codes: readonly ErrorCode[]
  content: { 'application/problem+json': { schema: typeof Problem } }
}

type ProblemResponses<Code extends ErrorCode> = { [Status in (typeof ERRORS)[Code][0]]: ProblemResponse }

/** For `createRoute`: the error responses of a route, with `COMMON_CODES` included. */
export function problems<Code extends ErrorCode>(...codes: Code[]) {
  return describeProblems<Code | (typeof COMMON_CODES)[number]>(...COMMON_CODES, ...codes)
}

/** The same for exactly these codes, without the common ones. */
export function describeProblems<Code extends ErrorCode>(...codes: Code[]): ProblemResponses<Code>
export function describeProblems(...codes: ErrorCode[]): Record<number, ProblemResponse> {
  const byStatus = [...Map.groupBy(codes, (code) => ERRORS[code][0])]
  const content = { 'application/problem+json': { schema: Problem } }
  return Object.fromEntries(
    byStatus.map(([status, codes]) => [status, { description: nameProblems(codes), codes, content }]),
  )
}

/** The description of a response: the title and code of each of its problems. */
export const nameProblems = (codes: readonly ErrorCode[]): string =>
  codes.map((code) => `${ERRORS[code][1]} (\`${code}\`)`).join('; ')
