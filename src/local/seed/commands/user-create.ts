import { Command, InvalidArgumentError } from 'commander'
import { type CreatedUser, createUser } from '../create-user.ts'
import { addUrlOption, parseOrigin, requireDatabase, runCommand } from './options.ts'

const EXISTS = 2

interface Flags {
  url?: string
  email: string
  admin?: boolean
  timeZone?: string
  briefHour?: number
  name?: string
  token?: boolean
  link?: boolean
  site: string
  json?: boolean
}

const command = addUrlOption(new Command('user:create'))
  .description('create a user and print a first access token, once')
  .requiredOption('--email <address>', 'who it is')
  .option('--admin', 'may also change sources and users')
  .option('--time-zone <name>', 'IANA name, such as Europe/Berlin (default: this machine’s)')
  .option('--brief-hour <hour>', 'when the brief is made, 0 to 23 in that time zone (default: 6)', parseHour)
  .option('--name <text>', 'what the token is for, such as "laptop"', parseName)
  .option('--token', 'make one more token when the user exists already')
  .option('--link', 'also print a link that signs in on the pages, once, within a day')
  .option('--site <origin>', 'where the pages are, for the link', parseOrigin, 'http://localhost:8787')
  .option('--json', 'print {"created", "user", "token", "sign_in_path"} for scripts')
  .addHelpText(
    'after',
    `
Only a hash of the token is stored, so it cannot be shown again.
Exit codes: 0 a token or link was made; 1 it failed; 2 the user exists already and nothing was made.

Examples:
  $ npm run user:create -- --email ada@example.org --admin
  $ npm run user:create -- --email ada@example.org --time-zone Europe/Berlin --brief-hour 7
  $ npm run user:create -- --email ada@example.org --token --name "laptop"
  $ npm run user:create -- --email ada@example.org --link --site https://brief.example.org`,
  )
  .action(async ({ url, token, link, site, name, json, ...user }: Flags) => {
    const result = await createUser({
      ...requireDatabase(url, { beside: true }),
      ...user,
      tokenName: name,
      oneMoreToken: token,
      signInLink: link,
    })
    if (json) console.log(JSON.stringify(result))
    else for (const line of describe(result, site)) console.log(line)
    if (!result.token && !result.sign_in_path) process.exitCode = EXISTS
  })

await runCommand(command)

function describe({ created, user, token, sign_in_path }: CreatedUser, site: string): string[] {
  const who = `${user.email} (${user.role}, brief at ${user.brief_hour}:00, ${user.time_zone})`
  if (!token && !sign_in_path)
    return [
      `${who} exists already; nothing was changed.`,
      '  -> --token makes one more token, --link a link to sign in.',
    ]
  return [
    created ? `Created ${who}.` : `${who} exists already.`,
    ...(token ? [`Token, shown this once: ${token}`] : []),
    ...(sign_in_path ? [`Link, good once and for a day: ${new URL(sign_in_path, site).href}`] : []),
  ]
}

function parseHour(text: string): number {
  const hour = Number(text)
  if (/^\d+$/.test(text) && hour <= 23) return hour
  throw new InvalidArgumentError('Write a whole number from 0 to 23.')
}

function parseName(text: string): string {
  if (/\S/.test(text) && text.length <= 255) return text
  throw new InvalidArgumentError('Write 1 to 255 characters.')
}
