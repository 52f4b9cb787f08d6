import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { countValues } from '../count-values.ts'
import { AppError, type FieldError } from '../errors.ts'

/** The most values of a JSON body, lists and objects included. They are counted before the body is parsed. */
const MAX_VALUES = 1000
/** The most invalid fields that an error lists. */
export const MAX_ERRORS = 20

type Target = 'param' | 'query' | 'header' | 'json'

/**
 * Returns a check that parses one part of the request and stores the result for `c.req.valid(target)`.
 * @throws {AppError} `invalid_request`, with a pointer and a message for each invalid field
 */
export function validate(
  target: Target,
  schema: ZodType<object>,
  read: (c: Context) => unknown,
): (c: Context) => Promise<void> {
  const prefix = { json: '#', param: '#/path', query: '#/query', header: '#/header' }[target]
  return async (c) => {
    const result = schema.safeParse(await read(c))
    if (!result.success) {
      const errors = result.error.issues.slice(0, MAX_ERRORS).map(
        (issue): FieldError => ({
          pointer: [prefix, ...issue.path.map((part) => escapePointer(String(part)))].join('/'),
          message: issue.message,
        }),
      )
      const where = { json: 'body', param: 'path', query: 'query', header: 'headers' }[target]
      throw new AppError('invalid_request', `The ${where} is not as expected; see errors.`, { errors })
    }
    c.req.addValidatedData(target, result.data)
  }
}

/**
 * Reads the body as JSON. Invalid UTF-8 is an error (RFC 8259 §8.1), because decoding would silently replace bytes.
 * @throws {AppError} `unsupported_media_type`, `malformed_json`, or `invalid_request` when it holds too many values
 */
export async function readJson(c: Context): Promise<unknown> {
  const type = c.req.header('content-type') ?? ''
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type.trim())) {
    throw new AppError('unsupported_media_type', 'Send JSON with Content-Type: application/json.', {
      headers: { Accept: 'application/json' },
    })
  }
  const bytes = await c.req.arrayBuffer()
  if (bytes.byteLength === 0) throw new AppError('malformed_json', 'The body is empty; JSON is expected.')
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    throw new AppError('malformed_json', 'The body is not UTF-8.')
  }
  if (countValues(text, MAX_VALUES) > MAX_VALUES) {
    const message = `must have at most ${MAX_VALUES} values`
    throw new AppError('invalid_request', 'The body is not as expected; see errors.', {
      errors: [{ pointer: '#', message }],
    })
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError(
      'malformed_json',
      'The body cannot be parsed as JSON. Check quotes, commas and braces.',
    )
  }
}

/** Escapes a part of a JSON pointer in URI fragment form (RFC 6901 §3 and §6). */
const escapePointer = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
