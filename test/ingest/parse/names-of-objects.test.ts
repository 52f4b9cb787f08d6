import { expect, it, test } from 'vitest'
import { useTestDatabase } from '../../harness/test-database.ts'
import { ingestOn } from '../store/harness.ts'
import { readText } from './read-fixture.ts'

/** What every object of JavaScript has: no table that is asked by a stranger's word may know one of these. */
const NAMES = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'length', 'name']

/** A feed with the word wherever a word is looked up. */
const rss = (word: string) =>
  `<?xml version="1.0" encoding="${word}"?>
   <rss version="${word}" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:${word}="http://purl.org/dc/elements/1.1/" xmlns:media="${word}"><channel>
     <title>T</title><link>https://site.example/</link><language>${word}</language>
     <sy:updatePeriod>${word}</sy:updatePeriod><sy:updateFrequency>${word}</sy:updateFrequency><ttl>${word}</ttl>
     <lastBuildDate>${word}</lastBuildDate>
     <item xml:lang="${word}"><title type="${word}">About tides &${word};</title><link>https://site.example/a</link>
       <guid isPermaLink="${word}">${word}</guid><pubDate>Mon, 2 ${word} 2026 08:00:00 ${word}</pubDate>
       <category domain="${word}">${word}</category><author>${word}</author><dc:language>${word}</dc:language>
       <${word}>x</${word}><${word}:creator>x</${word}:creator>
       <description><![CDATA[<${word}>&${word}; <p ${word}="${word}">x</p><a href="${word}:x">y</a></${word}>]]></description>
       <media:credit role="${word}">x</media:credit><link rel="${word}" href="/b"/><enclosure url="https://site.example/a.mp3" type="${word}"/>
     </item></channel></rss>`

const json = (word: string) =>
  `{"version":"https://jsonfeed.org/version/1.1","title":"T","language":"${word}","${word}":"x","items":[{"id":"1",
    "url":"https://site.example/a","title":"About tides","language":"${word}","date_published":"${word}","tags":["${word}"],
    "authors":[{"${word}":1,"name":"${word}"}],"attachments":[{"url":"x","mime_type":"${word}"}],"${word}":{"${word}":1}}]}`

test.each(NAMES)('the word %s is a word like any other', async (word) => {
  for (const [write, type] of [
    [rss, 'text/xml; charset='],
    [json, 'application/feed+json; charset='],
  ] as const) {
    const { articles, skipped, feed } = await readText(write(word), { contentType: type + word })
    expect(skipped).toEqual([])
    expect(articles).toMatchObject([
      { link: 'https://site.example/a', language: 'simple', author: word, tags: [word] },
    ])
    expect(articles[0]!.title).toMatch(/^About tides/)
    // It tells what a word tells that nobody knows: nothing.
    const unknown = await readText(write('nonesuch'), { contentType: `${type}nonesuch` })
    expect(articles[0]!.published_at).toBe(unknown.articles[0]!.published_at)
    const stated = { language: feed.language, version: feed.version }
    expect(feed).toEqual({ ...unknown.feed, ...stated })
  }
})

const database = useTestDatabase()
const { addSource, store } = ingestOn(database)

it('and is stored', async () => {
  const source = await addSource('names')
  for (const [at, word] of NAMES.entries()) {
    const text = rss(word).replaceAll('/a<', `/${at}<`)
    const { articles, feed } = await readText(text)
    expect(await store(source, articles, { ttl_minutes: feed.ttl_minutes })).toMatchObject({
      new_articles: 1,
    })
  }
})
