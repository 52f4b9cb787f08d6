import { checkFeedUrl } from '../../ingest/fetch/check-feed-url.ts'
import { failed, gone, type Outcome, retry, sent } from '../outcome.ts'
import { describeFailure, isTemporary, post } from '../post.ts'

export interface WebhookRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** Whether a webhook's address may be called: by the rules of feeds, and encrypted. */
export function checkWebhookUrl(
  address: string,
  policy: { allowedOrigins: readonly string[] },
): { ok: true; url: URL } | { ok: false; reason: string } {
  const checked = checkFeedUrl(address, policy)
  if (!checked.ok) return { ok: false, reason: checked.reason }
  if (checked.url.protocol !== 'https:' && !policy.allowedOrigins.includes(checked.url.origin))
    return { ok: false, reason: 'briefs are sent to https addresses only' }
  return checked
}

/**
 * Calls a webhook, unless its address is not a public one. The texts name no address: in many of them is a secret.
 * @param isGone what this service answers where the address leads nowhere any more, beside 410
 */
export async function sendWebhook(
  { url, headers, body }: WebhookRequest,
  policy: { allowedOrigins: readonly string[] },
  isGone: (status: number) => boolean,
): Promise<Outcome> {
  const checked = checkWebhookUrl(url, policy)
  if (!checked.ok) return failed(`The address cannot be called: ${checked.reason}.`)
  try {
    const { status, retry_after_s } = await post(checked.url.href, { headers, body })
    if (status >= 200 && status < 300) return sent(null)
    const said = `The webhook answered ${status}.`
    if (status === 410 || isGone(status)) return gone(said)
    return isTemporary(status) ? retry(said, retry_after_s) : failed(said)
  } catch (error) {
    return retry(`The webhook: ${describeFailure(error)}`)
  }
}
