import { type DemoAccountReport, writeDemoAccount } from './demo-account.ts'
import { localTimeZone } from './time-zone.ts'
import { type DatabaseOptions, inTransaction } from './transaction.ts'
import {
  pauseSampleSources,
  type SourcesReport,
  writePublicSources,
  writeSampleSources,
} from './write-sources.ts'

export interface SeedOptions extends DatabaseOptions {
  /** The origin of the sample feeds; without it they are not added. */
  sampleOrigin?: string | undefined
  /** The time zone of the demo user, an IANA name. Default: this machine's. */
  timeZone?: string | undefined
  /** Whether the demo user's brief comes by mail: only where mail stays on this machine. */
  mailChannel?: boolean | undefined
  /** Whether to add PUBLIC_FEEDS as sources. */
  public?: boolean | undefined
  /** Whether to pause the sample feeds of an earlier seed. */
  withoutSamples?: boolean | undefined
}

/** The number of rows that a seed has written; a second seed writes none. */
export interface SeedReport extends DemoAccountReport {
  sources: SourcesReport
}

/**
 * Adds the demo user with its topics, todos and items to a migrated database, and sources if requested. The ingest adds
 * the articles and briefs later. Runs in one transaction, and is idempotent.
 * @throws MigrateError when the database cannot be reached or has no tables yet
 */
export async function seed(options: SeedOptions): Promise<SeedReport> {
  const { sampleOrigin, timeZone = localTimeZone(), mailChannel = false } = options
  return inTransaction(options, async (client) => {
    const account = await writeDemoAccount(client, timeZone, mailChannel)
    const sources = { added: 0, changed: 0 }
    const add = ({ added, changed }: SourcesReport) => {
      sources.added += added
      sources.changed += changed
    }
    if (sampleOrigin !== undefined) add(await writeSampleSources(client, sampleOrigin))
    if (options.withoutSamples) await pauseSampleSources(client)
    if (options.public) add(await writePublicSources(client))
    return { ...account, sources }
  })
}
