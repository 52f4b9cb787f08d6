import type { Config } from '../../config.ts'
import { renderText } from '../../features/briefs/render/text.ts'
import { shortDate } from '../../features/briefs/render/words.ts'
import type { Brief } from '../../features/briefs/schemas.ts'
import { signLink } from '../../features/channels/signed-links.ts'
import { cutText } from '../../ingest/normalise/cut-text.ts'
import type { Mail } from '../../transports/mail/mail.ts'
import { type BriefLinks, renderBriefHtml } from './brief-html.ts'

/** What differs from mail to mail; the sender and the recipient are added where it is sent. */
export type MailContent = Pick<Mail, 'subject' | 'text' | 'html' | 'headers'>

const MAX_SUBJECT_TITLE = 80

/**
 * The mail of a brief: HTML and plain text of the same, and the headers by which a reader's program knows what it is and
 * offers the way out (RFC 2369, RFC 2919, RFC 3834, RFC 8058).
 */
export async function briefMail(
  brief: Brief,
  {
    channel_id,
    edition,
    config,
    origin,
  }: { channel_id: number; edition: number | null; config: Config; origin: string },
): Promise<MailContent> {
  const links = await linksOf(brief, channel_id, config, origin)
  const titles = brief.topics.flatMap(({ deliveries }) => deliveries.map(({ article }) => article.title))
  const [first, ...others] = titles
  const again = edition === 2 ? 'Once more, ' : ''
  const about = first === undefined ? 'nothing new' : cutText(first, MAX_SUBJECT_TITLE, true)
  return {
    subject: `${again}${shortDate(brief.date)}: ${about}`,
    html: renderBriefHtml(brief, links, cutText(others.slice(0, 4).join(' · '), 200, true)),
    text: renderBriefText(brief, links),
    headers: {
      'List-Unsubscribe': `<${links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': `Morning Brief <brief.${new URL(origin).hostname}>`,
      'Auto-Submitted': 'auto-generated',
      'Feedback-ID': `${brief.date}:brief:${new URL(origin).hostname}:morning-brief`,
      Precedence: 'bulk',
    },
  }
}

function renderBriefText(brief: Brief, links: BriefLinks): string {
  const text = renderText(brief, ({ id }) => {
    const thumbs = links.thumbs.get(id)
    return thumbs ? [`More like this: ${thumbs.up}`, `Less like this: ${thumbs.down}`] : []
  })
  return `${text}
-- 
Read on the page: ${links.page}
Change when it comes: ${links.settings}
Unsubscribe: ${links.unsubscribe}
`
}

async function linksOf(
  brief: Brief,
  channel_id: number,
  config: Config,
  origin: string,
): Promise<BriefLinks> {
  const link = async (path: string, action: Parameters<typeof signLink>[0]) =>
    `${origin}${path}?t=${await signLink(action, config)}`
  const ids = brief.topics.flatMap(({ deliveries }) => deliveries.map(({ id }) => id))
  const thumbs = await Promise.all(
    ids.map(async (delivery_id) => {
      const [up, down] = await Promise.all([
        link('/mail/rate', { action: 'rate', delivery_id, rating: 'up' }),
        link('/mail/rate', { action: 'rate', delivery_id, rating: 'down' }),
      ])
      return [delivery_id, { up, down }] as const
    }),
  )
  return {
    page: `${origin}/briefs/${brief.date}`,
    settings: `${origin}/settings/channels`,
    unsubscribe: await link('/mail/unsubscribe', { action: 'unsubscribe', channel_id }),
    thumbs: new Map(thumbs),
  }
}
