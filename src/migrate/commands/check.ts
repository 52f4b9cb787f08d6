import { Command, Option } from 'commander'
import { check, type PartName, partNames, parts } from '../check/index.ts'
import { chooseDatabase } from '../config.ts'
import { addProjectOptions, type DatabaseFlags, readProject, reporterFor } from './options.ts'

/** `check`: what CI asks of migrations. */
export function checkCommand(): Command {
  return addProjectOptions(new Command('check'))
    .description('check migrations, schema and database against each other')
    .option('--url <url>', 'database (default: DATABASE_URL, then dbCredentials, then PGHOST and its family)')
    .addOption(new Option('--only <part...>', 'just these parts').choices(partNames))
    .option('--offline', 'just the parts that need no database')
    .option('--all', 'hold adopted migrations to the rules too')
    .option('--exclude <pattern...>', 'objects that drift does not compare, such as "table audit.*"')
    .option('--json', 'print [{"part", "state", "findings"}] for scripts; progress goes to stderr')
    .addHelpText(
      'after',
      `
Parts:
${partNames.map((name) => `  ${name.padEnd(11)} ${parts[name].title}${'needsDatabase' in parts[name] ? ' (needs a database)' : ''}`).join('\n')}

A scratch database is made on the server of the URL and dropped again; nothing else is changed.
An unsafe statement is allowed by a line above it: -- squawk-ignore rule: reason

Examples:
  $ npm run db:check
  $ npm run db:check -- --offline
  $ npm run db:check -- --only drift --url "$DATABASE_URL_DIRECT"`,
    )
    .action(run)
}

async function run(
  flags: DatabaseFlags & {
    only?: PartName[]
    offline?: boolean
    all?: boolean
    exclude?: string[]
    json?: boolean
  },
): Promise<void> {
  const config = await readProject(flags)
  const offline = partNames.filter((name) => !('needsDatabase' in parts[name]))
  const only = flags.only ?? (flags.offline ? offline : undefined)
  const { databaseUrl, ssl } = (flags.offline ? undefined : chooseDatabase(flags.url, config)) ?? {}
  const results = await check({
    config,
    databaseUrl,
    ssl,
    ...(flags.all && { all: true }),
    ...(flags.exclude && { exclude: flags.exclude }),
    ...(only && { only }),
    report: reporterFor(flags.json),
  })
  if (flags.json) console.log(JSON.stringify(results))
  if (results.some(({ state }) => state === 'failed')) process.exitCode = 1
}
