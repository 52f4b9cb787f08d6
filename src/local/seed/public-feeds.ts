/** A public feed, with columns of `sources`. */
export interface PublicFeed {
  name: string
  url: string
  feed_url: string
  tags: string[]
  credibility_score: number
}

/** Well-known feeds whose addresses have been stable for years; `db:seed -- --public` adds them. */
export const PUBLIC_FEEDS: readonly PublicFeed[] = [
  feed('BBC News', 'https://www.bbc.co.uk/news', 'https://feeds.bbci.co.uk/news/rss.xml', 0.85, 'world'),
  feed('The Guardian', 'https://www.theguardian.com/', 'https://www.theguardian.com/world/rss', 0.8, 'world'),
  feed('NPR News', 'https://www.npr.org/', 'https://feeds.npr.org/1001/rss.xml', 0.8, 'world'),
  feed('Al Jazeera', 'https://www.aljazeera.com/', 'https://www.aljazeera.com/xml/rss/all.xml', 0.7, 'world'),
  feed(
    'UN News',
    'https://news.un.org/en/',
    'https://news.un.org/feed/subscribe/en/news/all/rss.xml',
    0.8,
    'world',
  ),
  feed('Deutsche Welle', 'https://www.dw.com/en/', 'https://rss.dw.com/rdf/rss-en-all', 0.8, 'world'),
  feed(
    'tagesschau',
    'https://www.tagesschau.de/',
    'https://www.tagesschau.de/xml/rss2/',
    0.85,
    'deutsch',
    'world',
  ),
  feed(
    'heise online',
    'https://www.heise.de/',
    'https://www.heise.de/rss/heise-atom.xml',
    0.8,
    'deutsch',
    'technology',
  ),
  feed(
    'Le Monde',
    'https://www.lemonde.fr/',
    'https://www.lemonde.fr/rss/une.xml',
    0.85,
    'français',
    'world',
  ),
  feed(
    'El País',
    'https://elpais.com/',
    'https://feeds.elpais.com/mrss-s/pages/ep/site/elpais.com/portada',
    0.8,
    'español',
    'world',
  ),
  feed(
    'NHK ニュース',
    'https://www3.nhk.or.jp/news/',
    'https://www3.nhk.or.jp/rss/news/cat0.xml',
    0.85,
    '日本語',
    'world',
  ),
  feed('NASA', 'https://www.nasa.gov/', 'https://www.nasa.gov/feed/', 0.9, 'space', 'science'),
  feed(
    'ESA Space Science',
    'https://www.esa.int/Science_Exploration/Space_Science',
    'https://www.esa.int/rssfeed/Our_Activities/Space_Science',
    0.9,
    'space',
    'science',
  ),
  feed(
    'Universe Today',
    'https://www.universetoday.com/',
    'https://www.universetoday.com/feed/',
    0.7,
    'space',
  ),
  feed('Nature', 'https://www.nature.com/nature', 'https://www.nature.com/nature.rss', 0.95, 'science'),
  feed('Science News', 'https://www.sciencenews.org/', 'https://www.sciencenews.org/feed', 0.85, 'science'),
  feed(
    'Quanta Magazine',
    'https://www.quantamagazine.org/',
    'https://www.quantamagazine.org/feed/',
    0.9,
    'science',
  ),
  feed('Phys.org', 'https://phys.org/', 'https://phys.org/rss-feed/', 0.75, 'science'),
  feed(
    'arXiv: computation and language',
    'https://arxiv.org/list/cs.CL/recent',
    'https://rss.arxiv.org/rss/cs.CL',
    0.75,
    'science',
    'papers',
  ),
  feed(
    'arXiv: astrophysics',
    'https://arxiv.org/list/astro-ph/recent',
    'https://rss.arxiv.org/rss/astro-ph',
    0.75,
    'space',
    'papers',
  ),
  feed('Carbon Brief', 'https://www.carbonbrief.org/', 'https://www.carbonbrief.org/feed/', 0.85, 'climate'),
  feed('Yale Environment 360', 'https://e360.yale.edu/', 'https://e360.yale.edu/feed.xml', 0.85, 'climate'),
  feed(
    'NASA Earth Observatory',
    'https://earthobservatory.nasa.gov/',
    'https://earthobservatory.nasa.gov/feeds/image-of-the-day.rss',
    0.9,
    'climate',
    'science',
  ),
  feed('LWN.net', 'https://lwn.net/', 'https://lwn.net/headlines/rss', 0.9, 'software'),
  feed(
    'Hacker News front page',
    'https://news.ycombinator.com/',
    'https://news.ycombinator.com/rss',
    0.5,
    'software',
    'technology',
  ),
  feed('Lobsters', 'https://lobste.rs/', 'https://lobste.rs/rss', 0.55, 'software'),
  feed(
    'Ars Technica',
    'https://arstechnica.com/',
    'https://feeds.arstechnica.com/arstechnica/index',
    0.8,
    'technology',
  ),
  feed(
    'IEEE Spectrum',
    'https://spectrum.ieee.org/',
    'https://spectrum.ieee.org/feeds/feed.rss',
    0.85,
    'technology',
  ),
  feed(
    'The Cloudflare Blog',
    'https://blog.cloudflare.com/',
    'https://blog.cloudflare.com/rss/',
    0.75,
    'software',
  ),
  feed(
    'PostgreSQL news',
    'https://www.postgresql.org/',
    'https://www.postgresql.org/news.rss',
    0.9,
    'software',
  ),
  feed(
    'Simon Willison’s Weblog',
    'https://simonwillison.net/',
    'https://simonwillison.net/atom/everything/',
    0.75,
    'software',
  ),
  feed('xkcd', 'https://xkcd.com/', 'https://xkcd.com/atom.xml', 0.6, 'comics'),
]

function feed(
  name: string,
  url: string,
  feed_url: string,
  credibility_score: number,
  ...tags: string[]
): PublicFeed {
  return { name, url, feed_url, tags, credibility_score }
}
