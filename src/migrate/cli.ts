#!/usr/bin/env node
import { styleText } from 'node:util'
import { Command } from 'commander'
import { acceptCommand } from './commands/accept.ts'
import { adoptCommand } from './commands/adopt.ts'
import { checkCommand } from './commands/check.ts'
import { createCommand } from './commands/create.ts'
import { downCommand } from './commands/down.ts'
import { generateCommand } from './commands/generate.ts'
import { pushCommand } from './commands/push.ts'
import { rollbackCommand } from './commands/rollback.ts'
import { squashCommand } from './commands/squash.ts'
import { stampCommand } from './commands/stamp.ts'
import { statusCommand } from './commands/status.ts'
import { upCommand } from './commands/up.ts'
import { renderError } from './errors.ts'

const program = new Command('migrate')
  .description('Migrations for drizzle-kit folders on Postgres: locked, verified, reversible.')
  .addCommand(generateCommand())
  .addCommand(upCommand())
  .addCommand(rollbackCommand())
  .addCommand(statusCommand())
  .addCommand(checkCommand())
  .addCommand(adoptCommand())
  .addCommand(stampCommand())
  .addCommand(acceptCommand())
  .addCommand(downCommand())
  .addCommand(squashCommand())
  .addCommand(createCommand())
  .addCommand(pushCommand())

try {
  await program.parseAsync()
} catch (error) {
  const [first, ...rest] = renderError(error)
  process.stderr.write(`${styleText('red', `error: ${first}`, { stream: process.stderr })}\n`)
  for (const line of rest) process.stderr.write(`${line}\n`)
  process.exitCode = 1
}
