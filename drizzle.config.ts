import { execFileSync } from 'node:child_process'
import { basename } from 'node:path'
import { defineConfig } from 'drizzle-kit'
import { loadDevVars } from './src/local/dev-vars.ts'

loadDevVars()

// drizzle-kit push makes tables but no functions, which columns and policies here use: an empty database gets the
// migrations first, so that `npx drizzle-kit push` does what `npm run db:push` does.
const [, program = '', command] = process.argv
if (command === 'push' && /^(drizzle-kit|bin\.cjs)$/.test(basename(program)) && process.env.DATABASE_URL) {
  execFileSync(process.execPath, ['src/migrate/cli.ts', 'up', '--if-empty'], { stdio: 'inherit' })
}

// drizzle-kit asks for the URL only where it talks to a database (migrate, push, studio).
export default defineConfig({
  dialect: 'postgresql',
  schema: ['./src/db/schema/index.ts', './src/db/relations.ts'],
  out: './drizzle',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
})
