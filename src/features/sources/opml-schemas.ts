import * as z from 'zod'

export const ImportedFeed = z.object({ id: z.int(), title: z.string(), feed_url: z.string() })

export const ImportReport = z
  .object({
    added: z.array(ImportedFeed),
    known: z.array(ImportedFeed).meta({ description: 'There already, and left as they are' }),
    refused: z.array(z.object({ title: z.string(), feed_url: z.string().nullable(), reason: z.string() })),
  })
  .meta({
    id: 'ImportReport',
    description: 'What became of each feed of the list',
    examples: [
      {
        added: [
          { id: 3, title: 'The Harbour Gazette', feed_url: 'https://harbour-gazette.example/feed.xml' },
        ],
        known: [],
        refused: [{ title: 'A page', feed_url: null, reason: 'it names no feed' }],
      },
    ],
  })

export type ImportReport = z.infer<typeof ImportReport>

/** The media types under which OPML is sent; there is no registered one. */
export const OPML_TYPES = ['text/x-opml', 'text/xml', 'application/xml'] as const

/** An OPML document, as OpenAPI describes it. */
export const Opml = z.string().meta({
  examples: [
    '<opml version="2.0"><head/><body><outline text="Sea"><outline type="rss" text="The Harbour Gazette" xmlUrl="https://harbour-gazette.example/feed.xml"/></outline></body></opml>',
  ],
})
