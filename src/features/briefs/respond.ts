import type { Context, TypedResponse } from 'hono'
import { accepts } from 'hono/accepts'
import type { AppEnv } from '../../http/env.ts'
import { completeBrief } from './complete.ts'
import { renderHtml } from './render/html.ts'
import { renderText } from './render/text.ts'
import type { Brief, StoredBrief } from './schemas.ts'

export type BriefFormat = 'json' | 'text' | 'html'

const FORMATS = new Map<string, BriefFormat>([
  ['application/json', 'json'],
  ['text/plain', 'text'],
  ['text/html', 'html'],
])

/** The format that the query names, else the one the Accept header likes best; JSON when it likes none. */
function formatOf(c: Context<AppEnv>, asked: BriefFormat | undefined): BriefFormat {
  if (asked) return asked
  const type = accepts(c, { header: 'Accept', supports: [...FORMATS.keys()], default: 'application/json' })
  return FORMATS.get(type) ?? 'json'
}

/** Answers with a brief in the format that was asked for; of these the typed client knows JSON. */
export function respondBrief(
  c: Context<AppEnv>,
  stored: StoredBrief,
  asked: BriefFormat | undefined,
): Response & TypedResponse<Brief, 200, 'json'>
export function respondBrief(
  c: Context<AppEnv>,
  stored: StoredBrief,
  asked: BriefFormat | undefined,
): Response {
  const brief: Brief = completeBrief(stored)
  c.header('Vary', 'Accept', { append: true })
  switch (formatOf(c, asked)) {
    case 'text':
      return c.text(renderText(brief), 200)
    case 'html':
      // What feeds wrote is escaped; should that ever fail, the document still may not run or load anything.
      c.header('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      return c.html(renderHtml(brief), 200)
    default:
      return c.json(brief, 200)
  }
}
