import type { Context } from 'hono'
import * as z from 'zod'
import { AppError, ConfigError, ERRORS, type ErrorCode } from '../errors.ts'
import { keysOf } from '../keys-of.ts'
import type { AppEnv } from './env.ts'

/** RFC 9457 problem details, with our `code`, the request's id and the invalid fields. */
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

/** Seconds after which a client may try again when the database is away. */
const RETRY_AFTER_S = '5'

/** Headers that belong to a code, whoever found out. RFC 6750 §3: an answer without credentials names the scheme. */
const HEADERS: { readonly [Code in ErrorCode]?: Record<string, string> } = {
  unauthenticated: { 'WWW-Authenticate': 'Bearer' },
  database_unavailable: { 'Retry-After': RETRY_AFTER_S },
  read_only: { 'Retry-After': RETRY_AFTER_S },
}

/** The headers of an error's reply. */
export const problemHeaders = (error: AppError): Record<string, string> => ({
  ...HEADERS[error.code],
  ...error.headers,
})

/** Answers with a problem document. */
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

/** The one place that decides what of a thrown error is shown; what is not meant for the caller becomes `internal`. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof ConfigError) return new AppError('misconfigured', error.message, { cause: error })
  return new AppError('internal', 'Something went wrong on our side. Please tell us the request id.', {
    cause: error,
  })
}

/** What any call to the database may answer, beside what is particular to a route. */
const EVERYWHERE = [
  'unauthenticated',
  'too_many_requests',
  'internal',
  'misconfigured',
  'database_unavailable',
] as const

/** What a route with a JSON body may answer about that body. */
export const BODY_PROBLEMS = [
  'malformed_json',
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
] as const

/** A response that is one of these problems; `codes` tells the document's builder which. */
interface ProblemResponse {
  description: string
  codes: readonly ErrorCode[]
  content: { 'application/problem+json': { schema: typeof Problem } }
}

type ProblemResponses<Code extends ErrorCode> = { [Status in (typeof ERRORS)[Code][0]]: ProblemResponse }

/** For `createRoute`: the problems a route may answer with, those that any route may answer with included. */
export function problems<Code extends ErrorCode>(...codes: Code[]) {
  return describeProblems<Code | (typeof EVERYWHERE)[number]>(...EVERYWHERE, ...codes)
}

/** The same for exactly these codes. */
export function describeProblems<Code extends ErrorCode>(...codes: Code[]): ProblemResponses<Code> {
  const byStatus = [...Map.groupBy(codes, (code) => ERRORS[code][0])]
  const content = { 'application/problem+json': { schema: Problem } }
  return Object.fromEntries(
    byStatus.map(([status, codes]): [number, ProblemResponse] => [
      status,
      { description: nameProblems(codes), codes, content },
    ]),
  ) as ProblemResponses<Code>
}

/** Problems as descriptions of responses name them: each title, and its code behind that. */
export const nameProblems = (codes: readonly ErrorCode[]): string =>
  codes.map((code) => `${ERRORS[code][1]} (\`${code}\`)`).join('; ')
