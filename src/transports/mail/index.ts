/// <reference path="./sockets.d.ts" />
import type { MailRoute } from '../../mail-settings.ts'
import { cloudflareTransport, type EmailBinding } from './cloudflare.ts'
import { apiTransport } from './http-api.ts'
import type { MailTransport } from './mail.ts'
import { smtpTransport } from './smtp.ts'

/**
 * What takes mail by these settings; null where the `send_email` binding is missing.
 * @param name what this host calls itself
 */
export async function mailTransport(
  route: MailRoute,
  name: string,
  email: EmailBinding | undefined,
): Promise<MailTransport | null> {
  switch (route.kind) {
    case 'cloudflare':
      return email ? cloudflareTransport(email) : null
    case 'smtp': {
      // Only the runtime of Workers has this module, so it is loaded where it is needed.
      const { connect } = await import('cloudflare:sockets')
      return smtpTransport(route, name, connect)
    }
    default:
      return apiTransport(route)
  }
}
