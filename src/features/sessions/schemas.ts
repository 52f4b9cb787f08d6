import * as z from 'zod'
import { accessTokens } from '../../db/schema/index.ts'
import { exampleTimes, id, moment } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

export const Session = z
  .object({
    ...rowFields(accessTokens, ['id', 'name', 'last_used_at', 'expires_at', 'created_at', 'updated_at']),
    name: z.string().meta({ description: 'The browser, as it calls itself, and what it signed in with' }),
    last_used_at: moment().nullable().meta({ description: 'To the minute' }),
    is_current: z.boolean().meta({ description: 'Whether this request rides on it' }),
  })
  .meta({
    id: 'Session',
    description: 'A browser that is signed in',
    examples: [
      {
        id: 6,
        name: 'Firefox on Linux, with laptop',
        last_used_at: null,
        expires_at: null,
        is_current: false,
        ...exampleTimes,
      },
    ],
  })
export type Session = z.infer<typeof Session>

export const SessionParams = z.object({ id: id() })
