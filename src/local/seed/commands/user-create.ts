import { Command, InvalidArgumentError } from 'commander'
import { type CreatedUser, createUser } from '../create-user.ts'
import { addUrlOption, requireDatabase, runCommand } from './options.ts'

const EXISTS = 2

interface Flags {
  url?: string
  email: string
  admin?: boolean
  timeZone?: string
  briefHour?: number
  name?: string
  token?: boolean
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
  .option('--json', 'print {"created", "user", "token"} for scripts')
  .addHelpText(
    'after',
    `
Only a hash of the token is stored, so it cannot be shown again.
Exit codes: 0 a token was made; 1 it failed; 2 the user exists already and nothing was made.

Examples:
  $ npm run user:create -- --email ada@example.org --admin
  $ npm run user:create -- --email ada@example.org --time-zone Europe/Berlin --brief-hour 7
  $ npm run user:create -- --email ada@example.org --token --name "laptop"`,
  )
  .action(async ({ url, token, name, json, ...user }: Flags) => {
    const result = await createUser({
      ...requireDatabase(url),
      ...user,
      tokenName: name,
      oneMoreToken: token,
    })
    if (json) console.log(JSON.stringify(result))
    else for (const line of describe(result)) console.log(line)
    if (!result.token) process.exitCode = EXISTS
  })

await runCommand(command)

function describe({ created, user, token }: CreatedUser): string[] {
  const who = `${user.email} (${user.role}, brief at ${user.brief_hour}:00, ${user.time_zone})`
  if (!token) return [`${who} exists already; nothing was changed.`, '  -> --token makes one more token.']
  return [
    created ? `Created ${who}.` : `${who} exists already and has one more token.`,
    `Token, shown this once: ${token}`,
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
