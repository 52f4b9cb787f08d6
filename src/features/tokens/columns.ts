import { accessTokens } from '../../db/schema/index.ts'

/** The columns of a token that its owner sees. */
export const tokenColumns = {
  id: accessTokens.id,
  name: accessTokens.name,
  token_prefix: accessTokens.token_prefix,
  last_used_at: accessTokens.last_used_at,
  expires_at: accessTokens.expires_at,
  created_at: accessTokens.created_at,
  updated_at: accessTokens.updated_at,
}
