import * as z from 'zod'
import { passkeys } from '../../db/schema/index.ts'
import { id } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'

/** A passkey as its owner sees it. */
export const Passkey = z.object(
  rowFields(passkeys, ['id', 'name', 'last_used_at', 'created_at', 'updated_at']),
)
export type Passkey = z.infer<typeof Passkey>

/** What a signature is verified with. */
export const StoredKey = z.object(rowFields(passkeys, ['id', 'public_key', 'algorithm', 'sign_count']))

export const PasskeyParams = z.object({ id: id() })
