import * as z from 'zod'
import { MAX_TEXT, type RawEntry, type RawFeed, type RawText } from './raw-feed.ts'
import { MAX_LINKS } from './read-links.ts'
import { MAX_PEOPLE } from './read-people.ts'
import { MAX_TAGS } from './read-tags.ts'
import { repairText } from './repair-text.ts'
import { resolveLink, UNKNOWN_BASE } from './resolve-link.ts'

/** A string if it is one, a number as its digits, else nothing: one wrong field costs that field only. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => (value ? repairText(value.slice(0, MAX_TEXT)).trim() : '') || null)
const list = z.array(z.unknown()).nullish().catch(null)
const author = z.object({ name: text, url: text })
const item = z.object({
  id: text,
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  date_published: text,
  date_modified: text,
  author: author.nullish().catch(null),
  authors: list,
  tags: list,
  attachments: list,
  language: text,
})
const feed = z.object({
  version: text,
  title: text,
  description: text,
  home_page_url: text,
  feed_url: text,
  language: text,
  author: author.nullish().catch(null),
  authors: list,
  hubs: list,
  items: z.array(z.unknown()),
})

/**
 * Reads a JSON Feed (versions 1 and 1.1, jsonfeed.org) from parsed JSON, or returns null when it is none: a list
 * of `items` is what makes a feed. A field of the wrong type is left out; an item that is no object becomes an
 * empty entry.
 */
export function readJsonFeed(json: unknown, documentBase: string): RawFeed | null {
  const read = feed.safeParse(json)
  if (!read.success) return null
  const top = read.data
  const base =
    documentBase === UNKNOWN_BASE ? (top.feed_url ?? top.home_page_url ?? documentBase) : documentBase
  const hub = top.hubs
    ?.slice(0, MAX_LINKS)
    .map((entry) => z.object({ url: text }).safeParse(entry).data?.url)
    .find(Boolean)
  return {
    info: {
      title: plain(top.title, base),
      description: plain(top.description, base),
      link: resolveLink(top.home_page_url, base),
      self: resolveLink(top.feed_url, base),
      hub: resolveLink(hub, base),
      language: top.language,
      format: 'json',
      version: top.version?.replace(/^.*\/version\//, '') ?? null,
      ttl_minutes: null,
      dates: [],
      authors: names(top),
    },
    entries: top.items.map((entry) => () => readItem(entry, base)),
  }
}

function readItem(value: unknown, base: string): RawEntry {
  const entry = item.safeParse(value).data ?? item.parse({})
  const attachments =
    entry.attachments?.slice(0, MAX_LINKS).map((one) => z.object({ url: text }).safeParse(one).data?.url) ??
    []
  const id = entry.id && /^https?:\/\//i.test(entry.id) ? entry.id : null
  const content = entry.content_html
    ? { value: entry.content_html, kind: 'html' as const, base }
    : plain(entry.content_text, base)
  return {
    title: plain(entry.title, base),
    links: [entry.url, id, entry.external_url].flatMap((link) => resolveLink(link, base) ?? []),
    lesserLinks: attachments.flatMap((link) => resolveLink(link, base) ?? []),
    id: entry.id,
    dates: [entry.date_published, entry.date_modified].flatMap((date) => date ?? []),
    authors: names(entry),
    summary: plain(entry.summary, base),
    content,
    tags:
      entry.tags
        ?.slice(0, MAX_TAGS)
        .filter((tag): tag is string => typeof tag === 'string')
        .map(repairText) ?? [],
    language: entry.language,
  }
}

function plain(value: string | null, base: string): RawText | null {
  return value ? { value, kind: 'text', base } : null
}

function names(holder: {
  author?: z.output<typeof author> | null | undefined
  authors?: unknown[] | null | undefined
}) {
  const many =
    holder.authors?.slice(0, MAX_PEOPLE).flatMap((one) => author.safeParse(one).data?.name ?? []) ?? []
  return many.length > 0 ? many : [holder.author?.name ?? ''].filter(Boolean)
}
