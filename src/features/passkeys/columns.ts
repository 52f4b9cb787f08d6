import { passkeys } from '../../db/schema/index.ts'

/** A passkey as its owner sees it: without its key. */
export const passkeyColumns = {
  id: passkeys.id,
  name: passkeys.name,
  last_used_at: passkeys.last_used_at,
  created_at: passkeys.created_at,
  updated_at: passkeys.updated_at,
}
