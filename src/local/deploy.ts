import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Command } from 'commander'
import { unstable_readConfig } from 'wrangler'
import { isThisMachine, parseDatabaseUrl } from '../migrate/connection.ts'
import { MigrateError, renderError } from '../migrate/errors.ts'
import { migrate } from '../migrate/migrate.ts'
import { createLineReporter } from '../migrate/report.ts'
import { reportWarnings } from '../migrate/warnings.ts'
import { createUser } from './seed/create-user.ts'
import { createSetUpCode } from './seed/set-up-code.ts'

const wrangler = join(createRequire(import.meta.url).resolve('wrangler/package.json'), '../bin/wrangler.js')

const { dryRun } = new Command('deploy')
  .description(
    'Deploys production to Cloudflare: migrates its database, makes its queues, uploads the worker, and says how the first\nperson signs in.',
  )
  .option('--dry-run', 'do all of it but what changes something: no account is needed')
  .addHelpText(
    'after',
    `
Environment (not .dev.vars, which is the laptop's):
  DATABASE_URL_DIRECT or DATABASE_URL   the database to migrate: Neon's direct address
  ADMIN_EMAIL                           who the first person is, where there is none yet; without it they say so themselves
  CLOUDFLARE_API_TOKEN                  instead of wrangler login

Examples:
  $ npm run deploy
  $ npm run deploy -- --dry-run`,
  )
  .parse()
  .opts<{ dryRun?: true }>()

try {
  await deploy()
} catch (error) {
  for (const line of renderError(error)) console.error(line)
  process.exitCode = 1
}

async function deploy(): Promise<void> {
  const databaseUrl = readDatabaseUrl()
  if (databaseUrl) await migrateProduction(databaseUrl)
  else
    console.warn(
      'Not migrated: set DATABASE_URL to the direct address of the database. Until it is migrated, /health/ready says so.',
    )
  for (const queue of queueNames()) makeQueue(queue)
  const site = upload()
  if (databaseUrl && !dryRun) await welcome(databaseUrl, site)
}

/** @throws MigrateError for a database that Cloudflare cannot reach */
function readDatabaseUrl(): string | undefined {
  const databaseUrl = process.env.DATABASE_URL_DIRECT || process.env.DATABASE_URL
  if (databaseUrl && isThisMachine(parseDatabaseUrl(databaseUrl)))
    throw new MigrateError('DATABASE_URL is a database on this machine, which Cloudflare cannot reach.', {
      hint: 'Set it to the direct address of the Neon project, or leave it out to deploy without migrating.',
    })
  return databaseUrl || undefined
}

async function migrateProduction(databaseUrl: string): Promise<void> {
  const options = { databaseUrl, folder: 'drizzle', report: createLineReporter(process.stdout) }
  const { applied } = await migrate({ ...options, dryRun: dryRun === true })
  console.log(
    dryRun ? `${applied.length} migrations would be applied` : `${applied.length} migrations applied`,
  )
  if (!dryRun) await reportWarnings(options)
}

/** The queues that production takes from or puts into. */
function queueNames(): string[] {
  const { queues } = unstable_readConfig(
    { config: 'wrangler.toml', env: 'production' },
    { hideWarnings: true },
  )
  const names = [...(queues.producers ?? []), ...(queues.consumers ?? [])].map(({ queue }) => queue)
  return [...new Set(names)]
}

function makeQueue(queue: string): void {
  if (dryRun) {
    console.log(`the queue ${queue} would be made, where it is missing`)
    return
  }
  const { status, output } = run('queues', 'create', queue)
  if (status === 0) console.log(`made the queue ${queue}`)
  else if (!/already (exists|taken)|11009/i.test(output))
    throw new MigrateError(`The queue ${queue} could not be made.`, { details: [output.trim()] })
}

/** @returns the address of the worker, where wrangler names it */
function upload(): string {
  const { status, output } = run('deploy', '--env', 'production', ...(dryRun ? ['--dry-run'] : []))
  console.log(output.trim())
  if (status !== 0) throw new MigrateError('wrangler could not deploy; it says why above.')
  return /https:\/\/\S+\.workers\.dev/.exec(output)?.[0] ?? 'https://your-worker.example'
}

/** Says how the first person comes in, where there is nobody yet: with a code, or with ADMIN_EMAIL by a link. */
async function welcome(databaseUrl: string, site: string): Promise<void> {
  const path = await createSetUpCode(databaseUrl)
  if (path === null) return
  const email = process.env.ADMIN_EMAIL
  if (!email) {
    console.log(
      `\nNobody is known there yet. The first person begins here, once and within a day: ${site}${path}`,
    )
    return
  }
  const { sign_in_path } = await createUser({ databaseUrl, email, admin: true, signInLink: true })
  console.log(`\n${email} signs in here, once and within a day: ${new URL(sign_in_path ?? '/', site).href}`)
}

function run(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [wrangler, ...args], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
    encoding: 'utf8',
    // wrangler asks for the account where there are several.
    stdio: ['inherit', 'pipe', 'pipe'],
  })
  return { status, output: `${stdout}${stderr}` }
}
