const LOOKED_AT = 1024

const latin1 = (bytes: Uint8Array) => new TextDecoder('windows-1252').decode(bytes)

/** Whether bytes begin as a feed does: XML that is no page, or JSON. Of what is far too large nothing else is read on. */
export function beginsAsFeed(bytes: Uint8Array): boolean {
  // The zeros and the mark of UTF-16 are left out, so that its letters stand beside each other.
  const head = latin1(bytes.subarray(0, LOOKED_AT)).replace(/[\0ÿþï»¿]/g, '')
  if (/^\s*\{/.test(head)) return true
  return (
    /^\s*<(?:\?xml|!--|!doctype|rss|feed|rdf|channel|[a-z\d]+:(?:rss|feed|rdf))/i.test(head) &&
    !/<!doctype html|<html/i.test(head)
  )
}

/** Whether bytes end as a feed does: with its root's end tag, or the brace that closes it. */
export function endsAsFeed(bytes: Uint8Array): boolean {
  const tail = latin1(bytes.subarray(-LOOKED_AT)).replace(/\0/g, '').trimEnd()
  return (
    /<\/(?:[\w-]{1,20}:)?(?:rss|feed|rdf|channel)\s*>$/i.test(tail) ||
    (tail.endsWith('}') && /^\s*\{/.test(latin1(bytes.subarray(0, LOOKED_AT))))
  )
}
