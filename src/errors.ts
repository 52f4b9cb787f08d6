/**
 * The closed list of error codes, each with its status and title.
 * Clients branch on `code`; titles and details are for people and may change.
 */
export const ERRORS = {
  malformed_json: [400, 'The body is not valid JSON'],
  invalid_request: [400, 'The request has invalid fields'],
  unauthenticated: [401, 'Authentication is required'],
  forbidden: [403, 'This needs another role'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  conflict: [409, 'It exists already'],
  precondition_failed: [412, 'It was changed meanwhile'],
  payload_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  missing_parent: [422, 'What it refers to does not exist'],
  idempotency_key_reused: [422, 'The idempotency key was used for another request'],
  limit_reached: [422, 'A limit is reached'],
  answer_too_large: [422, 'The answer would be too large'],
  upstream_failed: [422, 'The other site did not give what was asked for'],
  too_many_requests: [429, 'Too many requests'],
  internal: [500, 'Internal error'],
  misconfigured: [500, 'The service is not configured'],
  database_unavailable: [503, 'The database is unavailable'],
  read_only: [503, 'The service is read-only for now'],
  timed_out: [504, 'It took too long'],
} as const satisfies Record<string, readonly [number, string]>

export type ErrorCode = keyof typeof ERRORS

/** One invalid field: `pointer` is an RFC 6901 pointer in URI fragment form, e.g. `#/name`. */
export interface FieldError {
  pointer: string
  message: string
}

/** An error that is shown to the caller. Any other error is shown as `internal`, without its message. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly errors: readonly FieldError[] | undefined
  readonly headers: Readonly<Record<string, string>>

  /**
   * @param detail one sentence for people: what is wrong and how to fix it
   * @param more.errors the invalid fields
   * @param more.headers response headers that belong to the error, such as `Retry-After`
   * @param more.cause the original error; its name and code are logged, and nothing of it is shown
   */
  constructor(
    code: ErrorCode,
    detail: string,
    more: { errors?: readonly FieldError[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause })
    this.code = code
    this.errors = more.errors
    this.headers = more.headers ?? {}
  }

  get status(): (typeof ERRORS)[ErrorCode][0] {
    return ERRORS[this.code][0]
  }
}

/** Thrown when a setting is missing or malformed. The message names settings, never their values. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError'
}

/** Thrown when no database is named at all: the service is deployed, and not connected yet. */
export class NoDatabaseError extends ConfigError {
  override readonly name = 'NoDatabaseError'
}
