import type { Context } from 'hono'
import ipaddr from 'ipaddr.js'
import type { RateLimit } from '../bindings.ts'
import type { Config } from '../config.ts'
import type { Credential } from '../db/credential.ts'
import { AppError } from '../errors.ts'
import type { AppEnv } from './env.ts'
import { userOf } from './known-users.ts'

/** The period of the limits in wrangler.toml, in seconds. */
const PERIOD_S = 60

/**
 * Counts the request against the rate limits of its IP address and of its user; of its token or session, until this
 * isolate knows the user. So a user with twenty tokens has no more requests than one with a single token. Tests bind no
 * rate limits, so nothing is limited there. The address comes from CF-Connecting-IP only, which the platform sets and no
 * client can.
 * @throws {AppError} `too_many_requests` with Retry-After, RateLimit and RateLimit-Policy
 *   (draft-ietf-httpapi-ratelimit-headers-09)
 */
export async function limitRate(
  c: Context<AppEnv>,
  config: Config,
  credential: Credential | null,
): Promise<void> {
  const address = c.req.header('cf-connecting-ip')
  await Promise.all([
    address && check(c.env.ADDRESS_LIMIT, 'address', networkOf(address), config.addressRequestsPerMinute),
    credential && credential.kind !== 'demo' && checkCaller(c, config, credential),
  ])
}

function checkCaller(c: Context<AppEnv>, config: Config, credential: Exclude<Credential, { kind: 'demo' }>) {
  const user = userOf(credential)
  const [name, key] = user === undefined ? ['token', credential.token_hash] : ['user', `user ${user}`]
  return check(c.env.TOKEN_LIMIT, name, key, config.tokenRequestsPerMinute)
}

/** The network that is counted: for IPv6 the /64, because a household or server has a whole /64 (RFC 6177). */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (!(parsed instanceof ipaddr.IPv6)) return parsed.toString()
  const network = new ipaddr.IPv6([...parsed.parts.slice(0, 4), 0, 0, 0, 0])
  return `${network.toString()}/64`
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
