import type { Context } from 'hono'
import type { RateLimit } from '../bindings.ts'
import type { Config } from '../config.ts'
import type { Credential } from '../db/credential.ts'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'

/** The period of the limits in wrangler.toml, in seconds. */
const PERIOD_S = 60

/**
 * Counts the request against the rate limits of its IP address and of its token or session. Tests bind no rate limits,
 * so nothing is limited there. The address comes from CF-Connecting-IP only, which the platform sets and no client can.
 * @throws {AppError} `too_many_requests` with Retry-After, RateLimit and RateLimit-Policy
 *   (draft-ietf-httpapi-ratelimit-headers-09)
 */
export async function limitRate(
  c: Context<AppEnv>,
  config: Config,
  credential: Credential | null,
): Promise<void> {
  const address = c.req.header('cf-connecting-ip')
  const checks = [
    address && check(c.env.ADDRESS_LIMIT, 'address', address, config.addressRequestsPerMinute),
    credential &&
      credential.kind !== 'demo' &&
      check(c.env.TOKEN_LIMIT, 'token', credential.token_hash, config.tokenRequestsPerMinute),
  ]
  await Promise.all(checks)
}

async function check(limit: RateLimit | undefined, name: string, key: string, quota: number): Promise<void> {
  if (!limit || (await limit.limit({ key })).success) return
  throw new AppError(
    'too_many_requests',
    `More than ${quota} requests a minute came from this ${name}. Wait a minute, then go on more slowly.`,
    {
      headers: {
        'Retry-After': String(PERIOD_S),
        'RateLimit-Policy': `"${name}";q=${quota};w=${PERIOD_S}`,
        RateLimit: `"${name}";r=0;t=${PERIOD_S}`,
      },
    },
  )
}
