import { gzipSync } from 'node:zlib'
import { LARGEST } from './draft.ts'
import type { Spoil } from './spoil.ts'

/** What is done to the bytes of a body. */
export const BYTES: Record<string, Spoil> = {
  'UTF-16': (draft, random) => {
    const text = Buffer.from(`\ufeff${draft.body.subarray(0, LARGEST / 2)}`, 'utf16le')
    draft.body = random.below(2) ? text : text.swap16()
  },
  'a byte order mark': (draft) => {
    draft.body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), draft.body])
  },
  'bytes that are no UTF-8': (draft, random) => {
    for (let left = random.size(50); left > 0 && draft.body.length > 0; left -= 1) {
      draft.body[random.below(draft.body.length)] = random.pick([0x00, 0x80, 0xc0, 0xed, 0xf8, 0xfe, 0xff])
    }
  },
  'half of it': (draft, random) => {
    draft.body = draft.body.subarray(0, random.below(draft.body.length + 1))
  },
  'the same again behind it': (draft) => {
    draft.body = Buffer.concat([draft.body, draft.body]).subarray(0, LARGEST)
  },
  compressed: (draft) => {
    draft.body = gzipSync(draft.body)
    draft.headers.push(['content-encoding', 'gzip'])
  },
  'more than may be': (draft, random) => {
    draft.body = Buffer.alloc(LARGEST + random.below(2 ** 18), random.pick(['a', '"', '<', '&a=']))
  },
}
