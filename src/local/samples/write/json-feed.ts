import type { Edition, FeedDocument } from '../story.ts'
import { storyHtml, utf8 } from './xml.ts'

/** JSON Feed 1.1. */
export function writeJsonFeed({ paper, stories }: Edition): FeedDocument {
  const { name, url, path, description, language } = paper
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: name,
    home_page_url: url,
    feed_url: new URL(path, url).href,
    description,
    language,
    items: stories.map((story) => ({
      id: story.link,
      url: story.link,
      title: story.title,
      summary: story.text,
      content_html: storyHtml(story),
      date_published: story.published.toISOString(),
      authors: [{ name: story.author }],
      tags: story.tags,
    })),
  }
  return utf8(JSON.stringify(feed, null, 1), 'application/feed+json')
}
