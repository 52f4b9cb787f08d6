import { createToken } from '../../http/authenticate.ts'
import { hashToken } from '../../http/hash.ts'
import { inTransaction } from './transaction.ts'

/**
 * Makes the code with which the first person of a deployment comes in, where there is nobody yet; those of earlier starts
 * end. It works once, within a day.
 * @returns the path of the page that takes it; null when somebody is there already
 */
export async function createSetUpCode(databaseUrl: string): Promise<string | null> {
  return inTransaction({ databaseUrl }, async (client) => {
    const { rowCount } = await client.query('select from users limit 1')
    if (rowCount) return null
    const code = createToken()
    await client.query('delete from sign_in_links where user_id is null')
    await client.query(
      `insert into sign_in_links (link_hash, expires_at) values ($1, now() + interval '1 day')`,
      [await hashToken(code)],
    )
    return `/set-up#${code}`
  })
}
