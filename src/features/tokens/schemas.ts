import * as z from 'zod'
import { accessTokens } from '../../db/schema/index.ts'
import { exampleTimes, filledText, id, isInPostgresRange, moment } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

export const exampleToken = {
  id: 5,
  name: 'laptop',
  token_prefix: 'mb_Wm4Zr2Qx',
  last_used_at: null,
  expires_at: null,
  ...exampleTimes,
}

export const AccessToken = z
  .object({
    ...rowFields(accessTokens, [
      'id',
      'name',
      'token_prefix',
      'last_used_at',
      'expires_at',
      'created_at',
      'updated_at',
    ]),
    token_prefix: z.string().meta({ description: 'How the token begins, to recognise it' }),
    last_used_at: moment().nullable().meta({ description: 'To the minute' }),
  })
  .meta({ id: 'AccessToken', description: 'A token, without its text', examples: [exampleToken] })
export type AccessToken = z.infer<typeof AccessToken>

export const CreatedToken = AccessToken.extend({
  token: z.string().meta({ description: 'The token itself: shown this once, and stored nowhere' }),
}).meta({
  id: 'CreatedToken',
  description: 'A new token',
  examples: [{ ...exampleToken, token: 'mb_Wm4Zr2QxT0k3nThatIsShownOnceAndNeverAgain0' }],
})

export const NewToken = z
  .object({
    name: filledText(accessTokens.name),
    expires_at: z.iso
      .datetime({ offset: true, error: 'must be a moment such as 2027-01-31T06:00:00Z' })
      .refine(isInPostgresRange, 'must have an offset of less than 16 hours')
      .refine((moment) => Date.parse(moment) > Date.now(), 'must lie in the future')
      .nullable()
      .optional()
      .meta({ description: 'Without it the token lasts until it is revoked' }),
  })
  .meta({ id: 'NewToken', examples: [{ name: 'laptop' }] })

export const TokenParams = z.object({ id: id() })
