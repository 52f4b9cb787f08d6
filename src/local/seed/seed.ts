import { type DemoAccountReport, writeDemoAccount } from './demo-account.ts'
import { localTimeZone } from './time-zone.ts'
import { type DatabaseOptions, inTransaction } from './transaction.ts'
import { type SourcesReport, writePublicSources, writeSampleSources } from './write-sources.ts'

export interface SeedOptions extends DatabaseOptions {
  /** Where the sample feeds are served; without it none of them is written. */
  sampleOrigin?: string | undefined
  /** The demo user's, an IANA name. Default: this machine's. */
  timeZone?: string | undefined
  /** Adds the feeds of PUBLIC_FEEDS as sources. */
  public?: boolean | undefined
}

/** What a seed has written. A second one in a row writes nothing. */
export interface SeedReport extends DemoAccountReport {
  sources: SourcesReport
}

/**
 * Fills a migrated database with a demo user and its belongings, and with sources when asked for. Articles and briefs
 * are left to the ingest. All of it happens or none; doing it again changes nothing.
 * @throws MigrateError when the database cannot be reached or has no tables yet
 */
export async function seed(options: SeedOptions): Promise<SeedReport> {
  const { sampleOrigin, timeZone = localTimeZone() } = options
  return inTransaction(options, async (client) => {
    const account = await writeDemoAccount(client, timeZone)
    const sources = { added: 0, changed: 0 }
    const add = ({ added, changed }: SourcesReport) => {
      sources.added += added
      sources.changed += changed
    }
    if (sampleOrigin !== undefined) add(await writeSampleSources(client, sampleOrigin))
    if (options.public) add(await writePublicSources(client))
    return { ...account, sources }
  })
}
