import { AppError } from '../errors.ts'

/**
 * A keyset cursor: the sort key of the last row of a page, opaque to clients (base64url of JSON).
 * Unlike an offset it costs the same on every page and neither skips nor repeats rows as others arrive.
 */
export function encodeCursor(key: readonly (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(key))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/**
 * @param shape the expected types of the key's parts, e.g. `['moment', 'number']`
 * @throws {AppError} `invalid_request` when the cursor did not come from `encodeCursor` with that shape
 */
export function decodeCursor(
  cursor: string,
  shape: readonly ('moment' | 'date' | 'number' | 'uuid')[],
): (string | number)[] {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    const key = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(toBytes(binary)),
    )
    if (Array.isArray(key) && key.length === shape.length && shape.every((type, i) => CHECKS[type](key[i]))) {
      return key
    }
  } catch {
    // falls through to the one answer for every cursor that is not ours
  }
  throw new AppError('invalid_request', 'The cursor is not one this list gave. Start again without it.', {
    errors: [{ pointer: '#/query/cursor', message: 'is not a cursor of this list' }],
  })
}

const CHECKS = {
  moment: (part: unknown) =>
    typeof part === 'string' && /^[\d:.T+-]{20,40}$/.test(part) && !Number.isNaN(Date.parse(part)),
  date: (part: unknown) =>
    typeof part === 'string' && /^\d{4}-\d\d-\d\d$/.test(part) && !Number.isNaN(Date.parse(part)),
  number: (part: unknown) => typeof part === 'number' && Number.isSafeInteger(part),
  uuid: (part: unknown) =>
    typeof part === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part),
}

const toBytes = (binary: string) => Uint8Array.from(binary, (char) => char.charCodeAt(0))
