import { Command } from 'commander'
import { seed } from '../seed.ts'
import { addUrlOption, describeSeed, parseOrigin, requireDatabase, runCommand } from './options.ts'

interface Flags {
  url?: string
  public?: boolean
  sampleOrigin?: string
  json?: boolean
}

const command = addUrlOption(new Command('db:seed'))
  .description('fill a migrated database with the demo user, its topics, todos and items, and with sources')
  .option('--public', 'add about thirty well-known public feeds as sources')
  .option(
    '--sample-origin <url>',
    'add the sample feeds that npm run dev serves at this address',
    parseOrigin,
  )
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `
What is there already stays as it is: seeding twice is harmless.

Examples:
  $ npm run db:seed
  $ npm run db:seed -- --public
  $ npm run db:seed -- --sample-origin http://127.0.0.1:8790 --url "$DATABASE_URL"`,
  )
  .action(async ({ url, public: isPublic, sampleOrigin, json }: Flags) => {
    const report = await seed({ ...requireDatabase(url), public: isPublic, sampleOrigin })
    console.log(json ? JSON.stringify(report) : describeSeed(report))
  })

await runCommand(command)
