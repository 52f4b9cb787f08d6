import { city } from './stories/city.ts'
import { climate } from './stories/climate.ts'
import { lighthouse } from './stories/lighthouse.ts'
import { notes } from './stories/notes.ts'
import { port } from './stories/port.ts'
import { software } from './stories/software.ts'
import { space } from './stories/space.ts'
import type { Desk, Edition, FeedDocument, SampleFeed } from './story.ts'
import { writeAtom } from './write/atom.ts'
import { writeCarelessRss, writeMislabelledRss, writeUndeclaredEntities } from './write/faults.ts'
import { writeJsonFeed } from './write/json-feed.ts'
import { writeRdf } from './write/rdf.ts'
import { writeRss } from './write/rss.ts'

/** A sample feed, and how to generate it. */
export interface Paper extends SampleFeed {
  /** BCP 47. */
  language: string
  description: string
  /** Its stories: indexes of a desk's stories of the day. `from` is another site that published them first. */
  carries: readonly { desk: Desk; places: readonly number[]; from?: string }[]
  write: (edition: Edition) => FeedDocument
}

const HARBOUR = 'https://harbour-gazette.example/'
const NIGHT_SKY = 'https://night-sky-notes.example/'

/** All sample feeds: every format, four languages, and some of the errors of real feeds. */
export const PAPERS: readonly Paper[] = [
  {
    name: 'The Harbour Gazette',
    url: HARBOUR,
    path: '/harbour-gazette.rss',
    tags: ['local', 'climate'],
    credibility_score: 0.8,
    language: 'en-GB',
    description: 'News from the waterfront, in before the tide',
    carries: [
      { desk: climate, places: [0, 1, 2] },
      { desk: space, places: [3, 5] },
      { desk: software, places: [4, 5] },
    ],
    write: writeRss,
  },
  {
    name: 'Night Sky Notes',
    url: NIGHT_SKY,
    path: '/night-sky-notes.atom',
    tags: ['space', 'science'],
    credibility_score: 0.9,
    language: 'en',
    description: 'What is up there, and who noticed',
    carries: [{ desk: space, places: [0, 1, 2, 4] }],
    write: writeAtom,
  },
  {
    name: 'Workbench',
    url: 'https://workbench.example/',
    path: '/workbench.json',
    tags: ['software', 'hardware'],
    credibility_score: 0.75,
    language: 'en',
    description: 'Things people built, and how',
    carries: [{ desk: software, places: [0, 1, 2, 3] }],
    write: writeJsonFeed,
  },
  {
    name: 'Open Field Bulletin',
    url: 'https://open-field.example/',
    path: '/open-field.rdf',
    tags: ['climate', 'science'],
    credibility_score: 0.85,
    language: 'en',
    description: 'Weather, water and what grows',
    carries: [
      { desk: climate, places: [3, 4, 5] },
      { desk: climate, places: [2], from: HARBOUR },
    ],
    write: writeRdf,
  },
  {
    name: 'Stadtblatt',
    url: 'https://stadtblatt.example/',
    path: '/stadtblatt.rss',
    tags: ['lokal', 'deutsch'],
    credibility_score: 0.8,
    language: 'de-DE',
    description: 'Nachrichten von nebenan – „kurz und gut“',
    carries: [{ desk: city, places: [0, 1, 2] }],
    write: writeMislabelledRss,
  },
  {
    name: 'Nebenan',
    url: 'https://nebenan.example/',
    path: '/nebenan.rdf',
    tags: ['lokal', 'deutsch'],
    credibility_score: 0.75,
    language: 'de',
    description: 'Was im Viertel erzählt wird',
    carries: [{ desk: city, places: [3, 4, 5] }],
    write: writeRdf,
  },
  {
    name: 'Le Petit Phare',
    url: 'https://petit-phare.example/',
    path: '/petit-phare.atom',
    tags: ['français', 'culture'],
    credibility_score: 0.7,
    language: 'fr',
    description: 'Les nouvelles du port, à la lanterne',
    carries: [{ desk: lighthouse, places: [0, 1, 2] }],
    write: writeUndeclaredEntities,
  },
  {
    name: '港の朝',
    url: 'https://minato-no-asa.example/',
    path: '/minato-no-asa.rss',
    tags: ['日本語', '町'],
    credibility_score: 0.7,
    language: 'ja',
    description: '港町の小さなニュース',
    carries: [{ desk: port, places: [0, 1] }],
    write: writeRss,
  },
  {
    name: 'Loose Threads',
    url: 'https://loose-threads.example/',
    path: '/loose-threads.xml',
    tags: ['misc'],
    credibility_score: 0.4,
    language: 'en',
    description: 'A notebook that is rarely proofread',
    carries: [
      { desk: notes, places: [0, 1, 2] },
      { desk: space, places: [4], from: NIGHT_SKY },
      { desk: climate, places: [2], from: HARBOUR },
    ],
    write: writeCarelessRss,
  },
]

/** The sample feeds as sources for the seed, which adds the origin of their server. */
export const SAMPLE_FEEDS: readonly SampleFeed[] = PAPERS.map(
  ({ name, url, path, tags, credibility_score }) => ({ name, url, path, tags, credibility_score }),
)

/** Topics for which the sample feeds have six new stories each day. */
export const DEMO_TOPICS: readonly { name: string; keywords: string[]; language: string }[] = [
  { name: 'Space', keywords: ['telescope', 'comet', 'moon', 'satellite', 'planet'], language: 'english' },
  {
    name: 'Climate and energy',
    keywords: ['solar', 'wind', 'tide', 'rain', 'battery', '"heat pump"'],
    language: 'english',
  },
  {
    name: 'Software and machines',
    keywords: ['software', '"open source"', 'keyboard', 'robot', 'chip'],
    language: 'english',
  },
  {
    name: 'Stadtleben',
    keywords: ['Fahrrad', 'Straßenbahn', 'Bibliothek', 'Garten', 'Wochenmarkt'],
    language: 'german',
  },
]
