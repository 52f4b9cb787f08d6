import type { DrizzleConfig } from '../config.ts'
import type { Ssl } from '../connection.ts'
import type { Reporter } from '../report.ts'

/** What a part of the check works on. */
export type CheckContext = {
  config: DrizzleConfig
  databaseUrl: string | undefined
  ssl?: Ssl | undefined
  report: Reporter
  /** Hold adopted migrations to the rules too. */
  all?: boolean
  /** More objects that drift does not compare. */
  exclude?: string[]
}
