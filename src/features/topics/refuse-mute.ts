import { AppError } from '../../errors.ts'
import { stopWordFault } from './keywords.ts'
import type { TopicWritten } from './queries.ts'

/** @throws {AppError} `invalid_request` naming each keyword that says nothing in the topic's language */
export function refuseMute({ mute, keywords }: TopicWritten): void {
  if (mute.length === 0) return
  throw new AppError('invalid_request', 'The body is not as expected; see errors.', {
    errors: mute.map((at) => ({ pointer: `#/keywords/${at}`, message: stopWordFault(keywords[at] ?? '') })),
  })
}
