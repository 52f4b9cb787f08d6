import { readFileSync } from 'node:fs'
import { INTEREST_LANGUAGES, type Interest } from '../features/interests/catalogue.ts'
import { parseXml } from '../ingest/parse/parse-xml.ts'
import { elementsOf, type XmlElement } from '../ingest/parse/xml-element.ts'

const CATALOGUE = 'src/features/interests/catalogue.opml'
/** How the addresses of the laptop's sample feeds begin. */
const SAMPLE = 'sample:'

/**
 * The catalogue of interests: each in several languages, with keywords, the feeds that serve it, and paths of sample feeds
 * that do on a laptop. It is an OPML list, so that any feed reader can read it, with some attributes of our own.
 */
export async function readCatalogue(): Promise<Map<string, Interest[]>> {
  const { root } = await parseXml(readFileSync(CATALOGUE, 'utf8'))
  const body = elementsOf(root).flatMap((each) => (each.written === 'opml' ? elementsOf(each) : [each]))
  const interests = body.filter(({ written }) => written === 'body').flatMap(outlinesOf)
  return new Map(
    INTEREST_LANGUAGES.map(({ tag, catalogue }) => [
      tag,
      interests.flatMap((interest) =>
        outlinesOf(interest)
          .filter((edition) => attribute(edition, 'language') === catalogue)
          .map((edition) => readEdition(attribute(interest, 'text'), edition)),
      ),
    ]),
  )
}

function readEdition(id: string, edition: XmlElement): Interest {
  const feeds = outlinesOf(edition)
  const isSample = (feed: XmlElement) => attribute(feed, 'xmlUrl').startsWith(SAMPLE)
  return {
    id,
    name: attribute(edition, 'text'),
    keywords: attribute(edition, 'keywords')
      .split(';')
      .map((keyword) => keyword.trim()),
    samples: feeds.filter(isSample).map((feed) => ({
      name: attribute(feed, 'text'),
      path: attribute(feed, 'xmlUrl').slice(SAMPLE.length),
    })),
    feeds: feeds
      .filter((feed) => !isSample(feed))
      .map((feed) => ({
        name: attribute(feed, 'text'),
        url: attribute(feed, 'htmlUrl'),
        feed_url: attribute(feed, 'xmlUrl'),
        credibility_score: Number(attribute(feed, 'credibility')),
      })),
  }
}

const outlinesOf = (element: XmlElement) => elementsOf(element).filter(({ written }) => written === 'outline')

function attribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name.toLowerCase())
  if (!value) throw new Error(`${CATALOGUE}: an outline has no ${name}`)
  return value
}
