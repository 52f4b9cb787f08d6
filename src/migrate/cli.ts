#!/usr/bin/env node
import { styleText } from 'node:util'
import { Command } from 'commander'
import { rollbackCommand } from './commands/rollback.ts'
import { statusCommand } from './commands/status.ts'
import { upCommand } from './commands/up.ts'
import { renderError } from './errors.ts'

const program = new Command('migrate')
  .description('Migrations for drizzle-kit folders on Postgres: locked, verified, reversible.')
  .addCommand(upCommand())
  .addCommand(rollbackCommand())
  .addCommand(statusCommand())

try {
  await program.parseAsync()
} catch (error) {
  const [first, ...rest] = renderError(error)
  process.stderr.write(`${styleText('red', `error: ${first}`, { stream: process.stderr })}\n`)
  for (const line of rest) process.stderr.write(`${line}\n`)
  process.exitCode = 1
}
