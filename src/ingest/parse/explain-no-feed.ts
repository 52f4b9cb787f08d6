import { findFeedLinks } from './find-feed-links.ts'
import { NotAFeedError } from './not-a-feed-error.ts'
import { UNKNOWN_BASE } from './resolve-link.ts'

/**
 * Says what a document is that is no feed, and what to do about it. `base` is its address, for the feeds an HTML
 * page names.
 */
export function explainNoFeed(text: string, base: string): NotAFeedError {
  const start = withoutProlog(text).slice(0, 4096)
  if (!text.trim()) return new NotAFeedError('The document is empty. A feed has at least a title.')
  if (/^[[{]/.test(start)) {
    return new NotAFeedError('This is JSON, but no JSON Feed: it has no list of "items".')
  }
  if (/<opml[\s>]/i.test(start)) {
    return new NotAFeedError('This is an OPML list of feeds, not a feed. Import it as OPML.')
  }
  if (/<(urlset|sitemapindex)[\s>]/i.test(start)) {
    return new NotAFeedError('This is a sitemap for search engines, not a feed.')
  }
  if (/<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]/i.test(text.slice(0, 65_536))) {
    return new NotAFeedError(explainPage(text, base))
  }
  if (/^(%PDF-|PK\p{Cc}\p{Cc}|\p{Cc}|GIF8|.PNG\s|ÿØÿ)/u.test(start)) {
    return new NotAFeedError('This is a binary file, not a feed.')
  }
  if (/^<\?xml|^<[a-z_][\w:.-]*[\s/>]/i.test(start)) {
    return new NotAFeedError('This is XML, but neither RSS, RDF nor Atom: it has no channel, feed or item.')
  }
  if (start === '' || /^<[!?]/.test(start))
    return new NotAFeedError('This document has comments or declarations, but no content.')
  return new NotAFeedError('This is plain text, not a feed.')
}

/** The text from the root element on: comments, declarations and instructions before it left out. */
function withoutProlog(text: string): string {
  let at = text.length - text.trimStart().length
  for (let times = 0; times < MOST_BEFORE_ROOT; times++) {
    const end = text.startsWith('<!--', at) ? '-->' : /^<[!?]/.test(text.slice(at, at + 2)) ? '>' : ''
    const found = end ? text.indexOf(end, at) : -1
    if (found < 0) break
    at = found + end.length
    while (/\s/.test(text.charAt(at))) at += 1
  }
  return text.slice(at)
}

/** Real documents have two or three. */
const MOST_BEFORE_ROOT = 20

function explainPage(html: string, base: string): string {
  const links = findFeedLinks(html, base).filter((link) => !link.href.startsWith(UNKNOWN_BASE))
  const [first, ...others] = links.map((link) => link.href)
  if (first && others.length > 0) {
    return `This is an HTML page, not a feed. It names ${links.length} feeds: ${first}, ${others.slice(0, 4).join(', ')}. Use one of them.`
  }
  if (first) return `This is an HTML page, not a feed. It names the feed ${first}: use that.`
  if (/\stype=["']?password/i.test(html)) {
    return 'This is a login form, not a feed. The feed may need an address that works without signing in.'
  }
  if (/just a moment|checking your browser|cf-challenge|captcha/i.test(html.slice(0, 65_536))) {
    return 'This is a page that asks for a human with a browser, not a feed. Its site keeps feed readers out.'
  }
  return 'This is an HTML page, not a feed, and it names no feed.'
}
