import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { unauthenticated } from '../db/failures.ts'
import { AppError } from '../errors.ts'
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
 * A form that was sent, files included. Nothing of it is parsed for who has no credential.
 * @throws {AppError} `unauthenticated`, `payload_too_large`, or `invalid_request` when the body is no form
 */
export async function readForm(
  c: Context<AppEnv>,
  { anonymous = false, maxBytes = MAX_FORM }: FormOptions = {},
) {
  if (!anonymous && (await c.var.credential()) === null) throw unauthenticated()
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

/** The text fields of a form that was sent, by name; a field sent twice keeps its last value. */
export async function readFields(c: Context<AppEnv>, options?: FormOptions): Promise<Record<string, string>> {
  const body = await readForm(c, options)
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/**
 * Checks what a form says by the API's own schema.
 * @throws {AppError} `invalid_request` whose detail names the field, for people
 */
export function check<T>(schema: ZodType<T>, data: unknown): T {
  const result = schema.safeParse(data)
  if (result.success) return result.data
  const issues = result.error.issues.slice(0, MAX_ERRORS)
  const errors = issues.map((issue) => ({
    pointer: `#/${issue.path.join('/')}`,
    message: issue.message,
  }))
  const detail = issues.map((issue) => sentence(issue.path[0], issue.message)).join(' ')
  throw new AppError('invalid_request', detail, { errors })
}

/** What is wrong with a field, for people; messages about keywords name them already. */
export const sentence = (field: PropertyKey | undefined, message: string) =>
  /^(must|is|does) /.test(message) ? `${fieldName(field)} ${message}.` : `${message}.`

/** The number that was written in a field; NaN, which no schema takes, where nothing was. */
export const readNumber = (text: string | undefined) => (text?.trim() ? Number(text) : Number.NaN)

/** Deletes what a form names; what is gone already is as its reader wanted it. */
export async function unlessGone(deletion: Promise<unknown>): Promise<void> {
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

/** Where a form sends its reader back to: one of our own pages, or the first one (RFC 9110 §15.4.4: 303). */
export function backTo(c: Context, fields: Record<string, string>) {
  const back = fields.back ?? ''
  return c.redirect(/^\/(briefs\/\d{4}-\d\d-\d\d)?(\?all)?$/.test(back) ? back : '/', 303)
}
