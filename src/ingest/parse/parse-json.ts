import { countValues } from '../../count-values.ts'
import { NotAFeedError } from './not-a-feed-error.ts'

/** More values (and lists and objects) than any feed has; what each of them takes in memory is many times its text. */
const MAX_VALUES = 200_000

/**
 * Parses JSON; undefined if it is none. A second attempt forgives what generators get wrong: raw control
 * characters in strings and commas before a closing bracket.
 * @throws {NotAFeedError} when it would be too many values
 */
export function parseJson(text: string): unknown {
  if (countValues(text, MAX_VALUES) > MAX_VALUES) {
    throw new NotAFeedError(`This is JSON of more than ${MAX_VALUES} values: no feed has so many.`)
  }
  return tryParse(text) ?? tryParse(text.replace(/[\t\r\n]+/g, ' ').replace(/,\s*([\]}])/g, '$1'))
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON as it stands: the next attempt, or something else.
    return undefined
  }
}
