import type { DatedStory, FeedDocument } from '../story.ts'

/** Escapes text for XML content and attribute values. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** An XML element: `<name>text</name>`. */
export function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`
}

/** A story's full text as HTML. */
export function storyHtml({ text, closing }: DatedStory): string {
  return `<p>${escapeXml(text)}</p><p>${escapeXml(closing)}</p>`
}

/** A document in UTF-8. */
export function utf8(text: string, contentType: string): FeedDocument {
  return { body: new TextEncoder().encode(text), contentType }
}
