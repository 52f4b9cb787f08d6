import type { BriefBuildResult } from './brief-build.ts'
import type { HostileFigures } from './hostile-feeds.ts'
import type { IngestFigures } from './ingest.ts'
import type { LargeFigures } from './large.ts'
import type { MailFigures } from './mail.ts'

/** What is measured of Morning Brief alone; null where it was left out of this run. */
interface Figures {
  hostile: HostileFigures | null
  ingest: IngestFigures | null
  briefs: BriefBuildResult | null
  mail: MailFigures | null
  large: LargeFigures | null
  start: { ours_ms: number; plain_edge_ms: number; hello_ms: number } | null
  kb: number
}

/** A line for each that was measured. */
export function formatFigures({ hostile, ingest, briefs, mail, large, start, kb }: Figures): string[] {
  return [
    hostile &&
      `hostile feeds ${hostile.worst_ms.toFixed(0)} ms per 100 KB for ${hostile.worst}, ` +
        `${hostile.median_ms.toFixed(0)} ms in the middle of ${hostile.shapes}`,
    ingest &&
      `ingest ${ingest.articles_per_second.toFixed(0)} articles/s (${ingest.entries} entries of ${ingest.feeds} feeds, ${ingest.stored} distinct)`,
    briefs &&
      `brief build ${briefs.topics_per_second} topics/s over ${briefs.articles} articles ` +
        `(a tenth of the topics: ${briefs.topics_per_second_of_a_tenth}, ` +
        `with as many unrelated articles more: ${briefs.topics_per_second_with_unrelated_articles}); ` +
        `articles_search_index scanned ${briefs.search_index_scans} times for ${briefs.topics} topics`,
    ...(briefs?.cases ?? []).map(
      (one) =>
        `brief build ${one.topics_per_second} topics/s (${one.ms_per_topic} ms each) where a topic matches ${one.matches} articles, ` +
        `${one.topics_per_list === 1 ? 'all lists distinct' : `${one.topics_per_list} topics to a list`}`,
    ),
    mail &&
      `mail ${mail.mails_per_second.toFixed(0)} a second, the last of ${mail.mails} after ${mail.latest_minutes.toFixed(1)} minutes, ` +
        `${mail.round_trips_per_mail.toFixed(3)} database round trips and ${mail.kb_per_mail.toFixed(0)} KB each, ${mail.again} tried again; ${JSON.stringify(mail.states)}`,
    large &&
      `${large.rows} rows, in the database: first page ${large.first_page_ms.toFixed(1)} ms, ` +
        `page at nine tenths ${large.deep_page_ms.toFixed(1)} ms, ` +
        `search of ${large.search_matches} matches ${large.search_ms.toFixed(1)} ms`,
    start &&
      `cold start ${start.ours_ms.toFixed(0)} ms, the plain edge app ${start.plain_edge_ms.toFixed(0)} ms, a Hono hello ${start.hello_ms.toFixed(0)} ms`,
    `bundle ${kb.toFixed(1)} KB compressed`,
  ].filter((line) => line !== null)
}
