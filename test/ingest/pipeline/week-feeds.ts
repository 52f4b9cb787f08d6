const DAY = 86_400_000
/** A feed as it is on one of the days of the week, from 0 to 6, and which stories it has told until then. */
export interface WeekFeed {
  document: (day: number) => string
  /** Their titles; stories that two feeds tell are in both. */
  told: (day: number) => string[]
}

/** The first morning of the week, a week ago. */
const start = new Date(Date.now() - 8 * DAY).setUTCHours(6, 0, 0, 0)
const at = (day: number, minutes = 0) => new Date(start + day * DAY + minutes * 60_000)
const days = (until: number) => Array.from({ length: until + 1 }, (_, day) => day)
const rss = (title: string, site: string, items: string[]) =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>${title}</title><link>${site}</link>${items.join('')}</channel></rss>`
const atom = (title: string, site: string, entries: string[]) =>
  `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:yt="http://www.youtube.com/xml/schemas/2015"><title>${title}</title><link href="${site}"/><id>tag:week.example,2026:${title}</id><updated>${at(6).toISOString()}</updated>${entries.join('')}</feed>`

/** A version a day, all on one page; in the middle of the week the text of the first is edited. */
const changelog: WeekFeed = {
  told: (day) => days(day).map((n) => `Boatshed 2.${n}`),
  document: (day) =>
    rss(
      'Boatshed changes',
      'https://boatshed.example/',
      days(day)
        .map(
          (n) =>
            `<item><title>Boatshed 2.${n}</title><link>https://boatshed.example/changelog#v2-${n}</link><pubDate>${at(n).toUTCString()}</pubDate><description>What is new in 2.${n}${n === 0 && day > 2 ? ', corrected' : ''}.</description></item>`,
        )
        .reverse(),
    ),
}

/** Without anchors and ids: every entry links to the news page. */
const newsPage: WeekFeed = {
  told: (day) => days(day).map((n) => `Ropeworks news ${n}`),
  document: (day) =>
    rss(
      'Ropeworks',
      'https://ropeworks.example/',
      days(day)
        // Only the last three are in the feed.
        .slice(-3)
        .map(
          (n) =>
            `<item><title>Ropeworks news ${n}</title><link>https://ropeworks.example/news.html</link><pubDate>${at(n).toUTCString()}</pubDate><description>The news of day ${n}.</description></item>`,
        ),
    ),
}

/** An incident every other day, each retitled when it is over; one address for all, ids that stay. */
const statusPage: WeekFeed = {
  told: (day) =>
    days(day)
      .filter((n) => n % 2 === 0)
      .map((n) => (n < day ? `Resolved: lock gate ${n} stuck` : `Lock gate ${n} stuck`)),
  document: (day) =>
    rss(
      'Canal status',
      'https://status.canal.example/',
      days(day)
        .filter((n) => n % 2 === 0)
        .map(
          (n) =>
            `<item><title>${n < day ? `Resolved: lock gate ${n} stuck` : `Lock gate ${n} stuck`}</title><link>https://status.canal.example/</link><guid isPermaLink="false">incident-${n}</guid><pubDate>${at(n, 9).toUTCString()}</pubDate><description>Day ${day}: ${n < day ? 'open again' : 'being looked at'}.</description></item>`,
        ),
    ),
}

/** Every episode links to the page of the show; on the fourth day the host of the files, and so every id, is another. */
const podcast: WeekFeed = {
  told: (day) => days(day).map((n) => `Episode ${n}: The ${n + 1}. pier`),
  document: (day) =>
    rss(
      'Pier to pier',
      'https://pier.example/',
      days(day).map(
        (n) =>
          `<item><title>Episode ${n}: The ${n + 1}. pier</title><link>https://pier.example/show</link><enclosure url="https://cdn${day > 3 ? 2 : 1}.example/${n}.mp3" type="audio/mpeg" length="1"/><guid isPermaLink="false">https://cdn${day > 3 ? 2 : 1}.example/${n}.mp3</guid><pubDate>${at(n, 30).toUTCString()}</pubDate><itunes:summary>About pier ${n}.</itunes:summary></item>`,
      ),
    ),
}

const blogTitle = (n: number, day: number) =>
  n === 1 && day > 2 ? 'Ferry: the whole truth' : `Ferry diary ${n}`
const blogLink = (n: number, day: number) =>
  `https://ferry.example/2026/${n === 1 && day > 2 ? 'the-whole-truth' : `diary-${n}`}/`

/** WordPress, behind a wall that wants its cookie; one post gets another headline and slug. */
const wordpress: WeekFeed = {
  told: (day) => days(day).map((n) => blogTitle(n, day)),
  document: (day) =>
    rss(
      'Ferry diary',
      'https://ferry.example',
      days(day)
        .map(
          (n) =>
            `<item><title>${blogTitle(n, day)}</title><link>${blogLink(n, day)}?utm_source=rss</link><guid isPermaLink="false">http://ferry.example/?p=${n}</guid><pubDate>${at(n, 60).toUTCString()}</pubDate><description><![CDATA[<p>Day ${n} on board.</p>]]></description></item>`,
        )
        .reverse(),
    ),
}

/** Tells what the blog tells, under the blog's ids, and a story of its own. */
const planet: WeekFeed = {
  told: (day) => [...wordpress.told(day), ...days(day).map((n) => `Harbour master ${n}`)],
  document: (day) =>
    atom('Planet Harbour', 'https://planet.example/', [
      ...days(day).map(
        (n) =>
          `<entry><title>${blogTitle(n, day)}</title><link href="${blogLink(n, day)}"/><id>http://ferry.example/?p=${n}</id><published>${at(n, 60).toISOString()}</published><source><title>Ferry diary</title><id>urn:ferry</id></source><content type="html">&lt;p&gt;Day ${n} on board.&lt;/p&gt;</content></entry>`,
      ),
      ...days(day).map(
        (n) =>
          `<entry><title>Harbour master ${n}</title><link href="https://master.example/${n}"/><id>urn:master:${n}</id><updated>${at(n, 61).toISOString()}</updated></entry>`,
      ),
    ]),
}

/** Google Alerts: the blog's first post, behind a redirector, and stories of others. */
const alerts: WeekFeed = {
  told: (day) => [blogTitle(0, day), ...days(day).map((n) => `Ferries elsewhere ${n}`)],
  document: (day) => {
    const entry = (n: number, title: string, link: string) =>
      `<entry><id>tag:google.com,2013:googlealerts/feed:${n}</id><title type="html">${title}</title><link href="https://www.google.com/url?rct=j&amp;sa=t&amp;url=${encodeURIComponent(link)}&amp;ct=ga&amp;cd=CAIyGjA${day}&amp;usg=AOvVaw${day}"/><published>${at(n, 62).toISOString()}</published><updated>${at(n, 62).toISOString()}</updated><content type="html">About a ferry.</content></entry>`
    return atom('Google Alert - ferry', 'https://www.google.com/alerts', [
      entry(0, blogTitle(0, day), blogLink(0, day)),
      ...days(day).map((n) => entry(n + 100, `Ferries elsewhere ${n}`, `https://elsewhere.example/${n}`)),
    ])
  },
}

const reddit: WeekFeed = {
  told: (day) => days(day).map((n) => `Which knot for case ${n}?`),
  document: (day) =>
    atom(
      'r/knots',
      'https://www.reddit.com/r/knots/',
      // Sorted by votes: another order each day.
      days(day)
        .sort((a, b) => ((a * 5 + day) % 7) - ((b * 5 + day) % 7))
        .map(
          (n) =>
            `<entry><author><name>/u/sailor${n}</name></author><id>t3_k${n}</id><link href="https://www.reddit.com/r/knots/comments/k${n}/which_knot/"/><published>${at(n, 63).toISOString()}</published><updated>${at(n, 63).toISOString()}</updated><title>Which knot for case ${n}?</title><content type="html">&lt;div&gt;${day} answers&lt;/div&gt;</content></entry>`,
        ),
    ),
}

const youtube: WeekFeed = {
  told: (day) => days(day).map((n) => `Film ${n} of the harbour`),
  document: (day) =>
    atom(
      'Harbour films',
      'https://www.youtube.com/channel/UC1',
      days(day).map(
        (n) =>
          `<entry><id>yt:video:v${n}</id><yt:videoId>v${n}</yt:videoId><title>Film ${n} of the harbour</title><link rel="alternate" href="https://www.youtube.com/watch?v=v${n}"/><published>${at(n, 64).toISOString()}</published><updated>${at(day, 64).toISOString()}</updated><media:group><media:title>Film ${n} of the harbour</media:title><media:description>What happens in film ${n}.</media:description></media:group></entry>`,
      ),
    ),
}

/** Posts without titles; one is edited. */
const mastodon: WeekFeed = {
  told: (day) =>
    days(day).map((n) => `Fog on day ${n}${n === 2 && day > 2 ? ', thicker than thought' : ''}.`),
  document: (day) =>
    rss(
      'Harbour watch',
      'https://social.example/@watch',
      days(day).map(
        (n) =>
          `<item><guid isPermaLink="true">https://social.example/@watch/${n}</guid><link>https://social.example/@watch/${n}</link><pubDate>${at(n, 65).toUTCString()}</pubDate><description>&lt;p&gt;Fog on day ${n}${n === 2 && day > 2 ? ', thicker than thought' : ''}. Boats wait.&lt;/p&gt;</description></item>`,
      ),
    ),
}

/** Releases; the repository is renamed on the fifth day: every id and address is new. */
const releases: WeekFeed = {
  told: (day) => days(day).map((n) => `sextant v1.${n}.0`),
  document: (day) => {
    const [id, name] = day > 4 ? [2, 'sextant-next'] : [1, 'sextant']
    return atom(
      'Release notes from sextant',
      `https://github.com/harbour/${name}/releases`,
      days(day)
        .map(
          (n) =>
            `<entry><id>tag:github.com,2008:Repository/${id}/v1.${n}.0</id><updated>${at(n, 66).toISOString()}</updated><link rel="alternate" type="text/html" href="https://github.com/harbour/${name}/releases/tag/v1.${n}.0"/><title>sextant v1.${n}.0</title><content type="html">&lt;p&gt;Better noon sights.&lt;/p&gt;</content></entry>`,
        )
        .reverse(),
    )
  },
}

/** One real-shaped feed of each kind. */
export const WEEK: Record<string, WeekFeed> = {
  changelog,
  newsPage,
  statusPage,
  podcast,
  wordpress,
  planet,
  alerts,
  reddit,
  youtube,
  mastodon,
  releases,
}
