import type { RawEntry } from '../parse/raw-feed.ts'
import { articleLink } from './article-link.ts'
import { identityOf } from './content-hash.ts'

/** What tells an entry from the others of its feed. */
export interface EntryIdentity {
  /** The entry's id, if it is one: null where several entries have it, or where it says nothing. */
  guid: string | null
  /** The best link that can be stored, or null. */
  link: string | null
  /**
   * `own`: of this entry alone. `page`: a page that other entries are on too, or will be. `none`: the feed's own page,
   * which all entries give because they have no other.
   */
  linkIs: 'own' | 'page' | 'none'
}

/** One entry with what it is compared by. */
interface Candidate {
  entry: RawEntry
  link: string | null
  /** The link as `identityOf` has it. */
  key: string | null
  /** The link as it is written: two spellings of one address are one story told twice. */
  written: string | null
  title: string
  date: string
  guid: string | null
}

/**
 * Tells the entries of one document apart. Different ids are different articles, whatever links they share; entries
 * without ids that share a link are different if their titles or dates are.
 *
 * @param pages the feed's own addresses, which are no article's link
 */
export function identifyEntries(
  entries: readonly RawEntry[],
  pages: readonly (string | null)[],
): Map<RawEntry, EntryIdentity> {
  const own = new Set(pages.flatMap((page) => (page && articleLink(page)) || []).map(identityOf))
  const candidates = entries.map(toCandidate)
  dropFalseIds(candidates, own)
  knowByFiles(candidates)
  const shared = sharedLinks(candidates, own)
  const usable = new Map(shared.size > 0 ? entries.map((entry) => [entry, usableLinks(entry)]) : [])
  const uses = linkUses(usable.values())
  return new Map(
    candidates.map((candidate): [RawEntry, EntryIdentity] => {
      const { entry, guid, key } = candidate
      if (key === null || !shared.has(key)) {
        const linkIs = key !== null && own.has(key) ? 'page' : 'own'
        return [entry, { guid, link: candidate.link, linkIs }]
      }
      // A permalink that no other entry has says where the entry is, though the feed links to the page of all.
      const better = usable.get(entry)?.find((other) => uses.get(other.key) === 1)
      if (better) return [entry, { guid, link: better.link, linkIs: 'own' }]
      return [entry, { guid, link: candidate.link, linkIs: own.has(key) ? 'none' : 'page' }]
    }),
  )
}

/** Most links of one entry that are looked at. */
const MAX_LINKS = 5

/** A link that can be stored, and as `identityOf` has it. */
interface UsableLink {
  link: string
  key: string
}

const usableLinks = (entry: RawEntry): UsableLink[] =>
  entry.links
    .slice(0, MAX_LINKS)
    .flatMap((written) => articleLink(written) ?? [])
    .map((link) => ({ link, key: identityOf(link) }))

function toCandidate(entry: RawEntry): Candidate {
  const { written, link } = firstUsable(entry)
  return {
    entry,
    link,
    key: link && identityOf(link),
    written,
    title: entry.title?.value ?? '',
    date: entry.dates[0] ?? '',
    guid: entry.id,
  }
}

function firstUsable({ links, lesserLinks }: RawEntry): { written: string | null; link: string | null } {
  for (const written of [...links, ...lesserLinks]) {
    const link = articleLink(written)
    if (link) return { written, link }
  }
  return { written: null, link: null }
}

/** What software writes where an id should be. */
const NO_ID =
  /^(?:0+|-+|\.+|#+|\?+|null|none|nil|undefined|unknown|n\/?a|false|true|guid|id|nan|\{\}|\[object object\]|(?:urn:uuid:)?(?:00000000-0000-0000-0000-000000000000)?|https?:\/\/|tag:)$/i

/** Takes away the ids that are none: of several entries that are not the same, or of the feed itself. */
function dropFalseIds(candidates: Candidate[], own: ReadonlySet<string>): void {
  const byId = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const { guid } = candidate
    if (guid === null) continue
    const address = /^https?:\/\//i.test(guid) ? articleLink(guid) : null
    const isFeed = address !== null && own.has(identityOf(address)) && candidate.key !== identityOf(address)
    if (NO_ID.test(guid) || isFeed) candidate.guid = null
    else gather(byId, guid, candidate)
  }
  for (const group of byId.values()) {
    if (group.length > 1 && !isOneArticle(group, group.length === candidates.length)) {
      for (const candidate of group) candidate.guid = null
    }
  }
}

/**
 * Entries without ids that are alike in link, title and date, as the episodes of a show are that all bear its name, are
 * known by what else they lead to: their files, or their comments.
 */
function knowByFiles(candidates: readonly Candidate[]): void {
  const alike = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const { guid, key, title, date, entry } = candidate
    const [file] = entry.lesserLinks
    if (guid === null && file !== undefined && file !== candidate.written)
      gather(alike, JSON.stringify([key, title, date]), candidate)
  }
  for (const group of alike.values()) {
    if (group.length > 1 && new Set(group.map(({ entry }) => entry.lesserLinks[0])).size > 1)
      for (const candidate of group) candidate.guid = candidate.entry.lesserLinks[0] ?? null
  }
}

/** Whether entries of one id are versions of one article (RFC 4287 section 4.1.1), or the id is none. */
function isOneArticle(group: readonly Candidate[], isWholeFeed: boolean): boolean {
  const distinct = (of: (candidate: Candidate) => unknown) => new Set(group.map(of)).size
  const [links, titles, dates] = [
    distinct(({ key }) => key),
    distinct(({ title }) => title),
    distinct(({ date }) => date),
  ]
  if (titles === 1 && (links === 1 || dates === 1)) return true
  if (links > 1 || isWholeFeed) return false
  return group.length === 2 || dates < group.length || titles < group.length
}

/** The links that entries share which are not the same article. */
function sharedLinks(candidates: readonly Candidate[], own: ReadonlySet<string>): Set<string> {
  const byLink = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const { key } = candidate
    if (key !== null) gather(byLink, key, candidate)
  }
  const shared = new Set<string>()
  for (const [key, group] of byLink) {
    if (group.length > 1 && (own.has(key) || areSeveral(group))) shared.add(key)
  }
  return shared
}

function areSeveral(group: readonly Candidate[]): boolean {
  const withId = group.filter(({ guid }) => guid !== null)
  if (new Set(withId.map(({ guid }) => guid)).size > 1) return true
  const spellings = new Set(group.map(({ written }) => written))
  if (withId.length === 0 && spellings.size === group.length) return false
  const others = group.filter(({ guid }) => guid === null)
  const said = new Set(others.map(({ title, date }) => JSON.stringify([title, date])))
  const [first] = withId
  if (!first) return said.size > 1
  return others.some(({ title, date }) => title !== first.title && date !== first.date)
}

/** How many entries give each link, of all that they give. */
function linkUses(entries: Iterable<readonly UsableLink[]>): Map<string, number> {
  const uses = new Map<string, number>()
  for (const links of entries) {
    for (const key of new Set(links.map((link) => link.key))) uses.set(key, (uses.get(key) ?? 0) + 1)
  }
  return uses
}

function gather(groups: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const known = groups.get(key)
  if (known) known.push(candidate)
  else groups.set(key, [candidate])
}
