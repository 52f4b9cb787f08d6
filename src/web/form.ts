import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { AppError } from '../errors.ts'
import { noCredential } from '../http/authenticate.ts'
import type { AppEnv } from '../http/env.ts'
import { MAX_ERRORS } from '../http/validate.ts'

/** No form of these pages is longer, in bytes, but that with a file: fifty keywords, each letter of them escaped. */
const MAX_FORM = 64 * 1024

export interface FormOptions {
  /** Whether it is read for somebody who has not said who they are: the form to sign in. */
  anonymous?: boolean
  maxBytes?: number
}

/**
 * Parses the body as a form, files included. Nothing is parsed for a caller without a credential.
 * @throws {AppError} `unauthenticated`, `payload_too_large`, or `invalid_request` when the body is not a form
 */
export async function readForm(
  c: Context<AppEnv>,
  { anonymous = false, maxBytes = MAX_FORM }: FormOptions = {},
) {
  if (!anonymous && (await c.var.credential()) === null) throw noCredential()
  const body = await c.req.arrayBuffer()
  if (body.byteLength > maxBytes) {
    throw new AppError('payload_too_large', `This form is at most ${maxBytes.toLocaleString('en')} bytes.`)
  }
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
export async function readFields(c: Context<AppEnv>, options?: FormOptions): Promise<Record<string, string>> {
  const body = await readForm(c, options)
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
  const issues = result.error.issues.slice(0, MAX_ERRORS)
  const errors = issues.map((issue) => ({
    pointer: `#/${issue.path.join('/')}`,
    message: issue.message,
  }))
  const detail = issues.map((issue) => describeIssue(issue.path[0], issue.message)).join(' ')
  throw new AppError('invalid_request', detail, { errors })
}

/** A validation message as a sentence with the field's name. Messages about keywords already name the keyword. */
export const describeIssue = (field: PropertyKey | undefined, message: string) =>
  /^(must|is|does) /.test(message) ? `${fieldName(field)} ${message}.` : `${message}.`

/** The lines of a text field, without those that are empty. */
export const readLines = (text: string) => text.split(/\r?\n/).filter((line) => /\S/.test(line))

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

/** The pages that forms come back to, with their queries as URLSearchParams writes them. */
const OWN_PAGE =
  /^\/(briefs\/\d{4}-\d\d-\d\d|search|articles\/\d+|week(\/\d{4}-\d\d-\d\d)?)?(\?[\w.*+%=&-]*)?$/

/** Redirects with 303 to the page that the form's `back` field names; only pages of ours are allowed. */
export function redirectBack(c: Context, fields: Record<string, string>) {
  const back = fields.back ?? ''
  return c.redirect(OWN_PAGE.test(back) ? back : '/', 303)
}

/** Prevents open redirects: allows only paths of this site. Browsers read `//` and `/\` as the beginning of a host. */
export const localPath = (next: string | undefined) =>
  next && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(next) ? next : '/'
