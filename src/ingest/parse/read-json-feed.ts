import * as z from 'zod'
import { MAX_TEXT, type RawEntry, type RawFeed, type RawText } from './raw-feed.ts'
import { MAX_LINKS } from './read-links.ts'
import { MAX_PEOPLE } from './read-people.ts'
import { listed, MAX_TAGS } from './read-tags.ts'
import { repairText } from './repair-text.ts'
import { resolveLink, UNKNOWN_BASE } from './resolve-link.ts'

/** A string if it is one, a number as its digits, else nothing: one wrong field costs that field only. */
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null)
  .transform((value) => (value ? repairText(value.slice(0, MAX_TEXT)).trim() : '') || null)
/** A list, or the one thing that should have been in it. */
const list = z
  .union([z.array(z.unknown()), z.unknown().transform((value) => (value === null ? null : [value]))])
  .optional()
  .transform((value): unknown[] | null => value ?? null)
/** An object with a name; many feeds write the name itself. */
const author = z.union([
  z.object({ name: text }),
  z.string().transform((name) => ({ name: repairText(name).trim() || null })),
])
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
  author: list,
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
  author: list,
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
      moved_to: null,
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
    title: titleOf(entry.title, base),
    links: [entry.url, id, entry.external_url].flatMap((link) => resolveLink(link, base) ?? []),
    lesserLinks: attachments.flatMap((link) => resolveLink(link, base) ?? []),
    id: entry.id,
    dates: [entry.date_published, entry.date_modified].flatMap((date) => date ?? []),
    authors: names(entry),
    summary: plain(entry.summary, base),
    content,
    tags: tagsOf(entry.tags),
    language: entry.language,
  }
}

/** A title is plain text, which some software escapes as if it were none. */
function titleOf(title: string | null, base: string): RawText | null {
  const isEscaped =
    title !== null && !title.includes('<') && /&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8});/i.test(title)
  return title && isEscaped ? { value: title, kind: 'guess', base } : plain(title, base)
}

function plain(value: string | null, base: string): RawText | null {
  return value ? { value, kind: 'text', base } : null
}

function names(holder: { author: unknown[] | null; authors: unknown[] | null }): string[] {
  for (const people of [holder.authors, holder.author]) {
    const named = (people ?? []).slice(0, MAX_PEOPLE).flatMap((one) => author.safeParse(one).data?.name ?? [])
    if (named.length > 0) return named
  }
  return []
}

/** Tags are texts, or objects with a name; a single text is a list of them. */
function tagsOf(tags: unknown[] | null): string[] {
  const [only] = tags ?? []
  const all = tags?.length === 1 && typeof only === 'string' ? listed(only) : (tags ?? [])
  return all.slice(0, MAX_TAGS).flatMap((tag) => author.safeParse(tag).data?.name ?? [])
}
