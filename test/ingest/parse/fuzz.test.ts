import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NotAFeedError, readFeed } from '../../../src/ingest/read-feed.ts'
import { fixture, NOW } from './read-fixture.ts'

const RUNS = process.env.LONG ? 10_000 : 300

const seeds = readdirSync(new URL('../fixtures/', import.meta.url))
  .filter((name) => /\.(xml|json|html)$/.test(name))
  .map(fixture)

const NASTY = [
  '<',
  '>',
  '&',
  '"',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '<?',
  '<!DOCTYPE x [',
  '</item>',
  '<item>',
  '&#0;',
  '&#xD800;',
  '{',
  '[',
  '\u0000',
  '\ud800',
  '\u202e',
  '<a '.repeat(50),
  'xml:base="::"',
  '\xff\xfe',
]
const utf8 = new TextEncoder()

type Mutation = (bytes: Uint8Array) => Uint8Array
const splice = (bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array =>
  Uint8Array.of(...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + remove))

/** Insertion, deletion, repetition, a crossing with another feed, a flipped byte: at a place told as a fraction. */
const mutation: fc.Arbitrary<Mutation> = fc
  .tuple(
    fc.integer({ min: 0, max: 4 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(200),
    fc.oneof(
      fc.constantFrom(...NASTY).map((text) => utf8.encode(text)),
      fc.uint8Array({ maxLength: 12 }),
    ),
    fc.constantFrom(...seeds),
  )
  .map(([kind, place, length, insert, other]) => (bytes) => {
    const at = Math.floor(place * bytes.length)
    if (kind === 0) return splice(bytes, at, 0, insert)
    if (kind === 1) return splice(bytes, at, length, new Uint8Array())
    if (kind === 2) return splice(bytes, at, 0, bytes.subarray(at, at + length))
    if (kind === 3)
      return splice(bytes, at, length, other.subarray(at % other.length, (at % other.length) + length))
    return splice(bytes, at, 1, Uint8Array.of((length * 37) % 256))
  })

test(
  `${RUNS} mutated feeds: articles that the database takes, or NotAFeedError`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(mutation, { minLength: 1, maxLength: 8 }),
        async (seed, steps) => {
          const bytes = steps.reduce((current, step) => step(current), seed)
          const result = await readFeed(bytes, { url: 'https://fuzz.example/feed', now: NOW }).catch(
            (error: unknown) => {
              expect(error).toBeInstanceOf(NotAFeedError)
              return null
            },
          )
          for (const article of result?.articles ?? []) {
            const text = JSON.stringify(article)
            expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/)
            expect([...article.title].length).toBeGreaterThan(0)
            expect([...article.title].length).toBeLessThanOrEqual(512)
            expect(article.link).toMatch(/^https?:\/\/./)
            expect(article.link.length).toBeLessThanOrEqual(1024)
            expect(Date.parse(article.published_at)).toBeLessThanOrEqual(NOW.getTime())
            expect(article.content_hash).toMatch(/^[0-9a-f]{64}$/)
            expect(article.summary_raw ?? '').not.toMatch(/<script|javascript:[^"]*">| on\w+="/i)
          }
        },
      ),
      { numRuns: RUNS },
    )
  },
  RUNS * 50 + 30_000,
)
