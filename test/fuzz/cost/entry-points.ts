import { Hono } from 'hono'
import type { ZodType } from 'zod'
import { createApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { createContract } from '../../../src/contract.ts'
import { countValues } from '../../../src/count-values.ts'
import { alternativesOf } from '../../../src/features/articles/search-words.ts'
import { toFeedArticle } from '../../../src/features/articles/to-feed-article.ts'
import { isFromProvider, readMailEvent } from '../../../src/features/channels/mail-events.ts'
import { readLink } from '../../../src/features/channels/signed-links.ts'
import { NewTopic } from '../../../src/features/topics/schemas.ts'
import { contractsOf } from '../../../src/http/api.ts'
import { readCredential } from '../../../src/http/authenticate.ts'
import { cursorOf } from '../../../src/http/cursor.ts'
import { describeDevice } from '../../../src/http/device.ts'
import { notModifiedReply, readIfMatch } from '../../../src/http/entity-tag.ts'
import type { AppEnv } from '../../../src/http/env.ts'
import { readIdempotency } from '../../../src/http/idempotency.ts'
import { networkOf } from '../../../src/http/rate-limit.ts'
import { readLastWrite } from '../../../src/http/read-your-writes.ts'
import { readJson, validate } from '../../../src/http/validate.ts'
import { Assertion, Registration, verifyAssertion } from '../../../src/http/webauthn.ts'
import { checkSummary } from '../../../src/summaries/check-summary.ts'
import { extractSummary } from '../../../src/summaries/extract.ts'
import { estimateTokens, promptFor } from '../../../src/summaries/prompt.ts'
import { splitSentences } from '../../../src/summaries/sentences.ts'
import { readingHtml } from '../../../src/web/articles/reading-html.ts'
import { readForm } from '../../../src/web/form.ts'
import { feedEntryPoints } from './feed-entry-points.ts'
import type { EntryPoint } from './measure.ts'

/** The largest body, and about the largest header and address that a platform lets through. */
const BODY = 1024 * 1024
const HEADER = 64 * 1024

const app = createApp()
const config = readConfig({ DATABASE_URL: 'postgres://u:p@db.example/d' })

/** What a request part costs to read, in an application of nothing else. */
function reading(read: (c: Parameters<typeof readForm>[0]) => unknown) {
  const app = new Hono<AppEnv>().all('*', async (c) => {
    c.set('config', config)
    c.set('credential', async () => ({ kind: 'token', token_hash: '' }))
    await read(c)
    return c.body(null)
  })
  return (init: RequestInit, path = '/') => app.request(path, init)
}

/** A header holds no control characters and nothing beyond Latin-1: others would not arrive. */
const asHeader = (text: string) => text.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '?').trim()

const header = (
  name: string,
  read: (c: Parameters<typeof readForm>[0]) => unknown,
  method = 'PUT',
): EntryPoint => {
  const send = reading(read)
  return { limit: HEADER, run: (text) => send({ method, headers: { [name]: asHeader(text) } }) }
}

/** A body with this text at each place where a schema looks for one. */
function body(schema: ZodType<object>): EntryPoint {
  const send = reading(validate('json', schema, readJson))
  const shape = (schema as { shape?: Record<string, unknown> }).shape ?? {}
  const names = Object.keys(shape)
  const post = (value: unknown) =>
    send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) })
  const own = [
    { name: 'numbers', make: (size: number) => `[${'1,'.repeat(size / 2)}1]` },
    {
      name: 'texts',
      make: (size: number) => `["${'x'.repeat(size / 900)}"${`,"${'x'.repeat(size / 900)}"`.repeat(890)}]`,
    },
    { name: 'lists in lists', make: (size: number) => '['.repeat(size) },
    { name: 'objects', make: (size: number) => `[${'{},'.repeat(size / 3)}{}]` },
  ]
  return {
    limit: BODY,
    own,
    async run(text) {
      const list = own.some(({ make }) => make(text.length).length === text.length) && text.startsWith('[')
      // As the whole body, as each of its fields, and as each of the texts of a list.
      await send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: text })
      if (list) {
        for (const name of names) {
          const sent = `{${JSON.stringify(name)}:${text}}`
          await send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: sent })
        }
      } else {
        await post(
          Object.fromEntries(names.map((name) => [name, text.slice(0, text.length / (names.length + 1))])),
        )
        await post(
          Object.fromEntries(
            names.map((name) => [name, Array(50).fill(text.slice(0, text.length / 50 / names.length))]),
          ),
        )
      }
    },
  }
}

/** Every schema of the contract, by the route and the part of the request it stands for. */
function contractEntryPoints(): Record<string, EntryPoint> {
  const points: Record<string, EntryPoint> = {}
  for (const { method, path, request = {} } of contractsOf(createContract())) {
    const { body: sent, ...parts } = request
    const media = sent?.content['application/json']
    const route = `${method.toUpperCase()} ${path}`
    if (media && 'schema' in media) points[`${route}: body`] = body(media.schema as ZodType<object>)
    for (const [part, schema] of Object.entries(parts)) {
      const names = Object.keys((schema as { shape?: object }).shape ?? {})
      points[`${route}: ${part}`] = {
        limit: HEADER,
        run: (text) => (schema as ZodType).safeParse(Object.fromEntries(names.map((name) => [name, text]))),
      }
    }
  }
  return points
}

const PASSKEY_ASKED = { challenge: 'AAAA', origin: 'https://a.example' }

/** Every function that strangers' text reaches, by its name; see `THROUGH` in reached-through.ts for those within others. */
export const ENTRY_POINTS: Readonly<Record<string, EntryPoint>> = {
  ...feedEntryPoints,
  ...contractEntryPoints(),
  toFeedArticle: {
    limit: 100_000,
    run: (text) =>
      toFeedArticle(
        {
          title: 't',
          link: 'https://a.example/',
          summary_raw: text,
          author: text.slice(0, 255),
        },
        new Date(),
      ),
  },
  alternativesOf: { limit: 500, run: alternativesOf },
  keywords: {
    limit: 64 * 1024,
    run: (text) => NewTopic.safeParse({ name: 't', keywords: text.split(/[ ,]/) }),
    own: [{ name: 'longest', make: (size) => `${'-'.repeat(100)},`.repeat(size / 101) }],
  },
  countValues: { limit: BODY, run: (text) => countValues(text, Number.POSITIVE_INFINITY) },
  extractSummary: {
    limit: 20_000,
    run: (text) => extractSummary({ title: text.slice(0, 512), summary_raw: text }),
  },
  readingHtml: { limit: 100_000, run: (text) => readingHtml(text, 'https://a.example/') },
  splitSentences: { limit: 10_000, run: splitSentences },
  checkSummary: { limit: BODY, run: checkSummary },
  promptFor: {
    limit: 20_000,
    run: (text) => estimateTokens(promptFor({ title: text.slice(0, 512), summary_raw: text })),
  },
  verifyAssertion: {
    limit: 4096,
    run: (text) => {
      const part = Buffer.from(text).toString('base64url').slice(0, 4096)
      const given = { id: 'AAAA', client_data: part, authenticator_data: part, signature: part }
      return Assertion.safeParse(given).success
        ? verifyAssertion(given, { public_key: 'AAAA', algorithm: -7, sign_count: 0 }, PASSKEY_ASKED)
        : null
    },
  },
  Registration: {
    limit: BODY,
    run: (text) =>
      Registration.safeParse({ id: text, client_data: text, authenticator_data: text, public_key: text }),
  },
  'the whole application': {
    limit: HEADER,
    async run(text) {
      const value = asHeader(text)
      const names = [
        'accept',
        'origin',
        'sec-fetch-site',
        'x-request-id',
        'cf-connecting-ip',
        'access-control-request-headers',
      ]
      const env = { DATABASE_URL: 'postgres://u:p@db.example/d' }
      for (const name of names) await app.request('/sign-in', { headers: { [name]: value } }, env)
      await app.request(`/${encodeURIComponent(text.toWellFormed())}`, {}, env)
      await app.request(`/sign-in?next=${encodeURIComponent(text.toWellFormed())}`, {}, env)
    },
  },
  readLink: { limit: HEADER, run: (text) => readLink(text, { sessionSecrets: ['s'.repeat(32)] }) },
  readMailEvent: {
    limit: BODY,
    run: (text) =>
      readMailEvent({
        type: 'email.bounced',
        RecordType: 'Bounce',
        Email: text,
        Description: text,
        data: { to: [text, text], bounce: { message: text } },
      }),
  },
  isFromProvider: {
    limit: BODY,
    async run(text) {
      const secret = `whsec_${btoa('s'.repeat(24))}`
      const sent = {
        authorization: text,
        'webhook-signature': text,
        'webhook-timestamp': text,
        'webhook-id': text,
      }
      for (const [name, value] of Object.entries(sent))
        await isFromProvider(
          { get: (asked) => (asked === name ? value : undefined) },
          text,
          secret,
          new Date(),
        )
    },
  },
  describeDevice: { limit: HEADER, run: describeDevice },
  networkOf: { limit: HEADER, run: networkOf },
  cursorOf: { limit: HEADER, run: (text) => cursorOf('moment', 'number').safeParse(text) },
  readCredential: header('authorization', (c) => readCredential(c, config)),
  readSessionCookie: header('cookie', (c) => readCredential(c, config)),
  readIfMatch: header('if-match', readIfMatch),
  notModifiedReply: header(
    'if-none-match',
    (c) => {
      c.header('ETag', '"x"')
      return notModifiedReply(c)
    },
    'GET',
  ),
  readIdempotency: header('idempotency-key', readIdempotency),
  readLastWrite: header('last-write', readLastWrite),
  'readJson: content type': header('content-type', readJson),
  'readForm: content type': header('content-type', readForm),
  'readForm: fields': {
    limit: 64 * 1024,
    run: (text) =>
      reading(readForm)({
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: text,
      }),
    own: [{ name: 'fields', make: (size) => 'a&'.repeat(size / 2) }],
  },
  'readForm: parts': {
    limit: BODY,
    run: (text) =>
      reading((c) => readForm(c, { maxBytes: 2 * BODY }))({
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b' },
        body: text,
      }),
    own: [
      {
        name: 'parts',
        make: (size) =>
          `${'--b\r\ncontent-disposition: form-data; name=a\r\n\r\n\r\n'.repeat(size / 50)}--b--`,
      },
      {
        name: 'one part',
        make: (size) =>
          `--b\r\ncontent-disposition: form-data; name=opml; filename=a\r\ncontent-type: text/xml; charset=${' '.repeat(size / 2)}!\r\n\r\n\r\n--b--`,
      },
    ],
  },
}
