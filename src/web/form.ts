import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { AppError } from '../errors.ts'

/**
 * Parses the body as a form, files included.
 * @throws {AppError} `invalid_request` when the body is not a form
 */
export async function readForm(c: Context) {
  try {
    return await c.req.parseBody()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'invalid_request',
      'What was sent is no form. Open the page again and send it from there.',
    )
  }
}

/** The text fields of a form by name. If a name occurs twice, its last value counts. */
export async function readFields(c: Context): Promise<Record<string, string>> {
  const body = await readForm(c)
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * Validates fields of a form or path with a schema of the API.
 * @throws {AppError} `invalid_request`; its message names the invalid fields
 */
export function check<T>(schema: ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const errors = result.error.issues.map((issue) => ({
    pointer: `#/${issue.path.join('/')}`,
    message: issue.message,
  }))
  const detail = result.error.issues.map((issue) => describeIssue(issue.path[0], issue.message)).join(' ')
  throw new AppError('invalid_request', detail, { errors })
}

/** A validation message as a sentence with the field's name. Messages about keywords already name the keyword. */
export const describeIssue = (field: PropertyKey | undefined, message: string) =>
  /^(must|is|does) /.test(message) ? `${fieldName(field)} ${message}.` : `${message}.`

/** The number in a field. An empty field gives NaN, which every schema refuses. */
export const readNumber = (text: string | undefined) => (text?.trim() ? Number(text) : Number.NaN)

/** Awaits a deletion and ignores `not_found`: the row is gone, which is what the reader wanted. */
export async function ignoreNotFound(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'not_found')) throw error
  }
}

const fieldName = (part: PropertyKey | undefined) => {
  const name = String(part ?? 'The form').replaceAll('_', ' ')
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** Redirects with 303 to the page that the form's `back` field names; only pages of ours are allowed. */
export function redirectBack(c: Context, fields: Record<string, string>) {
  const back = fields.back ?? ''
  return c.redirect(/^\/(briefs\/\d{4}-\d\d-\d\d)?(\?all)?$/.test(back) ? back : '/', 303)
}
