import { shortDate } from '../../features/briefs/render/words.ts'
import type { Brief } from '../../features/briefs/schemas.ts'
import type { Channel } from '../../features/channels/schemas.ts'
import { cutText } from '../../ingest/normalise/cut-text.ts'
import { resolveUrl } from '../../ingest/normalise/safe-url.ts'

/** What a format makes of a brief: where it goes, and what. */
export interface Formatted {
  url: string
  body: object
}

interface Source {
  /** The channel's address. */
  address: URL
  brief: Brief
  /** The brief's page. */
  page: string
}

type Topic = Brief['topics'][number]

const titleOf = (brief: Brief) => `Morning Brief, ${shortDate(brief.date)}`
const withArticles = ({ topics }: Brief) => topics.filter(({ deliveries }) => deliveries.length > 0)

/** The articles of a topic, each as a line. */
const linesOf = (topic: Topic, line: (title: string, href: string) => string) =>
  topic.deliveries.map(({ article }) =>
    line(cutText(article.title, 160, true), resolveUrl(article.link, 'about:blank', false) ?? ''),
  )

/** As many texts, joined, as fit into so many characters, whole. */
function fitting(texts: readonly string[], limit: number, between = '\n\n'): string {
  let all = ''
  for (const text of texts) {
    const longer = all === '' ? text : all + between + text
    if (longer.length > limit) break
    all = longer
  }
  return all
}

const escapeAngles = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
/** What Markdown would take for its own. */
const escapeMarkdown = (text: string) => text.replace(/[\\`*_{}[\]()#+\-.!~|>]/g, '\\$&')

export const FORMATS: Record<NonNullable<Channel['format']>, (source: Source) => Formatted> = {
  /** The brief as the API gives it, in the envelope of Standard Webhooks. */
  json: ({ address, brief, page }) => ({
    url: address.href,
    body: { type: 'brief.built', timestamp: brief.built_at, data: { ...brief, page } },
  }),
  /** https://docs.ntfy.sh/publish/#publish-as-json: a message has at most 4,096 bytes. */
  ntfy: ({ address, brief, page }) => ({
    url: address.origin,
    body: {
      topic: address.pathname.slice(1),
      title: titleOf(brief),
      message: fitting(
        withArticles(brief).map((topic) =>
          [
            `**${escapeMarkdown(topic.name)}**`,
            ...linesOf(topic, (title) => `- ${escapeMarkdown(title)}`),
          ].join('\n'),
        ),
        1_300,
      ),
      markdown: true,
      click: page,
    },
  }),
  /** https://api.slack.com/reference/surfaces/formatting; Mattermost reads it, too. */
  slack: ({ address, brief, page }) => ({
    url: address.href,
    body: {
      text: fitting(
        [
          `*<${page}|${titleOf(brief)}>*`,
          ...withArticles(brief).map((topic) =>
            [
              `*${escapeAngles(topic.name)}*`,
              ...linesOf(
                topic,
                (title, href) => `• <${escapeAngles(href)}|${escapeAngles(title).replaceAll('|', '¦')}>`,
              ),
            ].join('\n'),
          ),
        ],
        12_000,
      ),
      unfurl_links: false,
    },
  }),
  /** https://discord.com/developers/docs/resources/webhook: embeds have at most 6,000 characters in all. */
  discord: ({ address, brief, page }) => ({
    url: address.href,
    body: {
      embeds: [
        {
          title: titleOf(brief),
          url: page,
          description: fitting(
            withArticles(brief).map((topic) =>
              [
                `**${escapeMarkdown(topic.name)}**`,
                ...linesOf(
                  topic,
                  (title, href) => `- [${escapeMarkdown(title)}](<${href.replaceAll('>', '%3E')}>)`,
                ),
              ].join('\n'),
            ),
            4_000,
          ),
        },
      ],
      // What feeds wrote calls nobody.
      allowed_mentions: { parse: [] },
    },
  }),
  /** https://core.telegram.org/bots/api#sendmessage: at most 4,096 characters. */
  telegram: ({ address, brief, page }) => ({
    url: address.origin + address.pathname,
    body: {
      chat_id: address.searchParams.get('chat_id'),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      text: fitting(
        [
          `<b><a href="${page}">${titleOf(brief)}</a></b>`,
          ...withArticles(brief).map((topic) =>
            [
              `<b>${escapeAngles(topic.name)}</b>`,
              ...linesOf(
                topic,
                (title, href) =>
                  `• <a href="${escapeAngles(href).replaceAll('"', '&quot;')}">${escapeAngles(title)}</a>`,
              ),
            ].join('\n'),
          ),
        ],
        4_000,
      ),
    },
  }),
}

/** Answers by which a service says that an address leads nowhere any more. */
export const isGoneFor = (format: NonNullable<Channel['format']>) => (status: number) =>
  (status === 404 && (format === 'slack' || format === 'discord')) ||
  (status === 403 && format === 'telegram')
