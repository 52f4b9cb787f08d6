import { defineConfig } from 'drizzle-kit'
import { loadDevVars } from './src/local/dev-vars.ts'

loadDevVars()

// drizzle-kit asks for the URL only where it talks to a database (migrate, push, studio).
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/schema/index.ts',
  out: './drizzle',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
})
