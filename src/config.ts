import * as z from 'zod'
import { assembleUrl, checkDatabaseUrl, isLoopback } from './database-url.ts'
import { ConfigError } from './errors.ts'
import { LOG_LEVELS } from './log.ts'
import { type MailSettings, readMailSettings } from './mail-settings.ts'

const list = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))

const origins = list.pipe(
  z.array(
    z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
      error: 'must list origins such as https://app.example, separated by commas',
    }),
  ),
)

const port = z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65535)

const count = z.coerce.number({ error: 'must be a whole number' }).int('must be a whole number').min(1)

const milliseconds = z.coerce.number({ error: 'must be a number of milliseconds' }).min(100)

const settings = z.object({
  DATABASE_URL: z.string().optional(),
  PGHOST: z.string().optional(),
  PGPORT: port.default(5432),
  PGUSER: z.string().optional(),
  PGPASSWORD: z.string().optional(),
  PGDATABASE: z.string().optional(),
  /** Whether requests without a token act as the demo user while the database is at a loopback address. */
  DEMO_USER: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  /** Where set, requests act as the demo user only with it in X-Demo-Key: `npm run dev` makes one at each start. */
  DEMO_KEY: z.string().optional(),
  /** Pages of other origins that may call the API; `*` is not accepted, because tokens travel here. */
  CORS_ORIGINS: origins,
  /** Where the operator of this instance can be reached; feed servers see it in the User-Agent. */
  FEED_CONTACT: z
    .string()
    .regex(/^[\x20-\x7e]*$/, 'must be plain ASCII')
    .default('operator address not configured'),
  /** Origins exempt from the address rules of the ingest: the laptop's sample feeds. */
  FEED_ALLOWED_ORIGINS: origins,
  /** Where the laptop's sample feeds are served: interests are then served by them. */
  SAMPLE_FEEDS_ORIGIN: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  /** Sign the session cookies: the first one signs, all of them verify, so that one can be replaced without signing out. */
  SESSION_SECRETS: list.pipe(z.array(z.string().min(32, 'must hold secrets of at least 32 characters'))),
  /** Requests per minute, for the RateLimit-Policy header; must equal the rate limits in wrangler.toml. */
  TOKEN_REQUESTS_PER_MINUTE: count.default(1200),
  ADDRESS_REQUESTS_PER_MINUTE: count.default(3000),
  /** The most access tokens of one user. */
  MAX_TOKENS: count.default(20),
  /** How many browsers one user may be signed in with; the oldest sign-in ends. */
  MAX_SESSIONS: count.default(20),
  /** The least level that is logged (log.ts reads it by itself). */
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: 'must be debug, info, warn or error' }).default('info'),
  /** Statements slower than this are logged as warnings. */
  SLOW_QUERY_MS: z.coerce.number({ error: 'must be a number of milliseconds' }).min(0).default(500),
  /** The most items, todos and kept Idempotency-Keys of one user. */
  ITEMS_PER_USER: count.default(250_000),
  TODOS_PER_USER: count.default(50_000),
  IDEMPOTENCY_KEYS_PER_USER: count.default(50_000),
  /** The most sources that a reader may add; 0 leaves that to admins. */
  SOURCES_PER_READER: z.coerce.number({ error: 'must be a whole number' }).int().min(0).default(50),
  /** The most topics of one user. */
  TOPICS_PER_USER: z.coerce.number({ error: 'must be a whole number' }).int().min(1).default(50),
  /**
   * The model that summarises articles, if any: "@cf/..." runs on the Workers AI binding, any other at SUMMARY_URL,
   * the base URL of an OpenAI-compatible API such as https://api.example/v1.
   */
  SUMMARY_MODEL: z.string().max(50, 'must have at most 50 characters').optional(),
  SUMMARY_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  SUMMARY_API_KEY: z.string().optional(),
  /** The most tokens that summaries may use per day (UTC). */
  SUMMARY_DAILY_TOKENS: z.coerce.number({ error: 'must be a whole number' }).int().min(0).default(100_000),
  /**
   * The longest time, in minutes, that a feed which is due waits for others while the database sleeps, so that one waking
   * serves them all.
   */
  FEED_WAIT_MINUTES: z.coerce
    .number({ error: 'must be a whole number' })
    .int()
    .min(0)
    .max(1440, 'must be 1440 at most')
    .default(180),
  /** Articles that nobody was sent go after so many days; briefs look back over three of them. */
  ARTICLE_DAYS: z.coerce
    .number({ error: 'must be a whole number' })
    .int()
    .min(7, 'must be 7 at least')
    .default(60),
  /** How large the database may get, for the status page: 512 MB on Neon's free plan. */
  DATABASE_LIMIT_MB: count.default(512),
  /** The model that tells what texts mean, if any: named and reached as the one above. */
  EMBEDDING_MODEL: z.string().max(50, 'must have at most 50 characters').optional(),
  EMBEDDING_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s) address' }).optional(),
  EMBEDDING_API_KEY: z.string().optional(),
  /** The most tokens that embeddings may use per day (UTC). */
  EMBEDDING_DAILY_TOKENS: z.coerce
    .number({ error: 'must be a whole number' })
    .int()
    .min(0)
    .default(1_000_000),
  /** Where readers reach this instance, such as https://brief.example: the links in messages lead there. */
  PUBLIC_URL: z
    .string()
    .refine((text) => URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, ''), {
      error: 'must be an origin such as https://brief.example',
    })
    .optional(),
  /** By what mail leaves, see `readMailUrl`; without it no mail is sent. */
  MAIL_URL: z.string().optional(),
  /** Who it is from: `Morning Brief <brief@brief.example>`. */
  MAIL_FROM: z.string().optional(),
  /** Proves that events of mail (bounces, complaints) come from the provider. */
  MAIL_EVENTS_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  /** The keys of web push (RFC 8292), the public and the private one in base64url: `npm run push:keys` makes them. */
  VAPID_KEYS: z
    .string()
    .regex(/^[\w-]{87}\.[\w-]{43}$/, 'must be two keys as npm run push:keys prints them')
    .optional(),
  /** A read replica. */
  DATABASE_REPLICA_URL: z.string().optional(),
  /** The longest time of one statement, with its retries and the pauses between them. */
  DATABASE_TIMEOUT_MS: milliseconds.default(8_000),
  /** The longest time of one attempt; then it is cancelled and, if that is safe, retried. */
  DATABASE_ATTEMPT_TIMEOUT_MS: milliseconds.default(3_000),
  /** `true` for planned maintenance: reads are served, changes are refused. */
  READ_ONLY: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
})

/** Every setting the worker reads. */
export const SETTING_NAMES = Object.keys(settings.shape)

export interface Config {
  databaseUrl: string
  /** Only true when the database is at a loopback address, which no deployed function can reach. */
  hasDemoUser: boolean
  /** What such a request has to carry; null where nothing is asked of it. */
  demoKey: string | null
  corsOrigins: string[]
  feedContact: string
  feedAllowedOrigins: string[]
  feedWaitMinutes: number
  articleDays: number
  databaseLimitMb: number
  /** Null but on a laptop with sample feeds. */
  sampleFeedsOrigin: string | null
  /** At least one. */
  sessionSecrets: string[]
  tokenRequestsPerMinute: number
  addressRequestsPerMinute: number
  maxTokens: number
  maxSessions: number
  slowQueryMs: number
  /** Null without a replica. */
  replicaUrl: string | null
  databaseTimeoutMs: number
  databaseAttemptMs: number
  readOnly: boolean
  topicsPerUser: number
  sourcesPerReader: number
  itemsPerUser: number
  todosPerUser: number
  keysPerUser: number
  /** Null when no model is configured; then every summary is an extract. */
  summaryModel: ModelSettings | null
  /** Null when none is configured; then briefs are chosen by words alone. */
  embeddingModel: ModelSettings | null
  /** An origin, without a slash at its end; null when links cannot be made. */
  publicUrl: string | null
  /** Null when no mail is sent. */
  mail: MailSettings | null
  /** Null when no events are taken. */
  mailEventsSecret: string | null
  /** In base64url; null when no pushes are sent. */
  vapidKeys: { publicKey: string; privateKey: string } | null
}

export interface ModelSettings {
  model: string
  /** The OpenAI-compatible API; null for a model of the Workers AI binding. */
  url: string | null
  apiKey: string | null
  dailyTokens: number
}

const parsed = new WeakMap<object, Config>()

/**
 * Reads the worker's bindings once per environment object.
 *
 * The database is `DATABASE_URL`, or else the libpq family `PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE`.
 * @throws {ConfigError} naming every setting that is missing or malformed, without its value
 */
export function readConfig(env: object): Config {
  const known = parsed.get(env)
  if (known) return known
  const result = settings.safeParse(withoutBlanks(env))
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((i) => `${i.path[0]?.toString()}: ${i.message}`).join('; '))
  }
  const s = result.data
  const databaseUrl = checkDatabaseUrl('DATABASE_URL', s.DATABASE_URL ?? assembleUrl(s))
  const config: Config = {
    databaseUrl,
    hasDemoUser: s.DEMO_USER === 'on' && isLoopback(new URL(databaseUrl).hostname),
    demoKey: s.DEMO_KEY ?? null,
    corsOrigins: s.CORS_ORIGINS,
    feedContact: s.FEED_CONTACT,
    feedAllowedOrigins: s.FEED_ALLOWED_ORIGINS,
    feedWaitMinutes: s.FEED_WAIT_MINUTES,
    articleDays: s.ARTICLE_DAYS,
    databaseLimitMb: s.DATABASE_LIMIT_MB,
    sampleFeedsOrigin: s.SAMPLE_FEEDS_ORIGIN ?? null,
    // Without a setting the connection string is the secret, since it holds a password.
    sessionSecrets: s.SESSION_SECRETS.length > 0 ? s.SESSION_SECRETS : [`sessions of ${databaseUrl}`],
    tokenRequestsPerMinute: s.TOKEN_REQUESTS_PER_MINUTE,
    addressRequestsPerMinute: s.ADDRESS_REQUESTS_PER_MINUTE,
    maxTokens: s.MAX_TOKENS,
    maxSessions: s.MAX_SESSIONS,
    slowQueryMs: s.SLOW_QUERY_MS,
    replicaUrl:
      s.DATABASE_REPLICA_URL === undefined
        ? null
        : checkDatabaseUrl('DATABASE_REPLICA_URL', s.DATABASE_REPLICA_URL),
    databaseTimeoutMs: s.DATABASE_TIMEOUT_MS,
    databaseAttemptMs: s.DATABASE_ATTEMPT_TIMEOUT_MS,
    readOnly: s.READ_ONLY === 'true',
    topicsPerUser: s.TOPICS_PER_USER,
    sourcesPerReader: s.SOURCES_PER_READER,
    itemsPerUser: s.ITEMS_PER_USER,
    todosPerUser: s.TODOS_PER_USER,
    keysPerUser: s.IDEMPOTENCY_KEYS_PER_USER,
    summaryModel: readSummaryModel(s),
    embeddingModel: readEmbeddingModel(s),
    publicUrl: s.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    mail: readMailSettings(s),
    mailEventsSecret: s.MAIL_EVENTS_SECRET ?? null,
    vapidKeys: readVapidKeys(s),
  }
  parsed.set(env, config)
  return config
}

function readVapidKeys(s: z.infer<typeof settings>): Config['vapidKeys'] {
  if (s.VAPID_KEYS === undefined) return null
  // Push services want to know whom to write to.
  if (s.PUBLIC_URL === undefined) throw new ConfigError('PUBLIC_URL: is missing beside VAPID_KEYS')
  const [publicKey, privateKey] = s.VAPID_KEYS.split('.')
  return { publicKey: publicKey!, privateKey: privateKey! }
}

function readSummaryModel(s: z.infer<typeof settings>): ModelSettings | null {
  if (s.SUMMARY_MODEL === 'extract')
    throw new ConfigError('SUMMARY_MODEL: "extract" names the summaries made without a model')
  return readModel('SUMMARY', s.SUMMARY_MODEL, s.SUMMARY_URL, s.SUMMARY_API_KEY, s.SUMMARY_DAILY_TOKENS)
}

const readEmbeddingModel = (s: z.infer<typeof settings>) =>
  readModel('EMBEDDING', s.EMBEDDING_MODEL, s.EMBEDDING_URL, s.EMBEDDING_API_KEY, s.EMBEDDING_DAILY_TOKENS)

function readModel(
  name: string,
  model: string | undefined,
  url: string | undefined,
  apiKey: string | undefined,
  dailyTokens: number,
): ModelSettings | null {
  if (model === undefined) return null
  const onBinding = model.startsWith('@cf/')
  if (!onBinding && url === undefined) throw new ConfigError(`${name}_URL: is missing beside ${name}_MODEL`)
  return { model, url: onBinding ? null : (url ?? null), apiKey: apiKey ?? null, dailyTokens }
}

/** An empty setting counts as missing. */
function withoutBlanks(env: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
}
