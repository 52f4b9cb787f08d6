import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { AppError } from '../../errors.ts'
import { type ArticlePlan, planArticles } from '../../features/articles/page.ts'
import { ArticleParams, ArticleQuery } from '../../features/articles/schemas.ts'
import { setMark } from '../../features/marks/queries.ts'
import { encodeCursor } from '../../http/cursor.ts'
import type { AppEnv } from '../../http/env.ts'
import { check, describeIssue, readFields, redirectBack } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { ArticlePage } from './article-page.tsx'
import { readArticle } from './article-query.ts'
import { allArticlesPage, type SearchData, searchByDatePage, searchByRankPage } from './query.ts'
import { SearchPage } from './search-page.tsx'

/** Articles on a page. */
const PER_PAGE = 20

/** A checkbox or button that says yes or no; without it nothing changes. */
const yesOrNo = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true')
  .optional()

export const articlePages = new Hono<AppEnv>()
  .get('/search', (c) => search(c))
  .get('/articles/:id', async (c) => {
    const page = await c.var.db.run(readArticle, check(ArticleParams, c.req.param()))
    return renderPage(c, <ArticlePage page={page} />)
  })
  .post('/articles/:id/mark', async (c) => {
    const { id } = check(ArticleParams, c.req.param())
    const fields = await readFields(c)
    const { is_read, is_saved } = check(z.object({ is_read: yesOrNo, is_saved: yesOrNo }), fields)
    await c.var.db.run(setMark, { id, is_read, is_saved, max_items: c.var.config.itemsPerUser })
    return redirectBack(c, fields)
  })

async function search(c: Context<AppEnv>) {
  // A form sends the fields that were left empty, too.
  const fields = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value.trim() !== ''))
  const { cursor, ...asked } = fields
  try {
    const plan = planArticles({ ...check(ArticleQuery, fields), limit: PER_PAGE + 1 })
    const page = await read(c, plan)
    const last = page.found.length > PER_PAGE ? page.found[PER_PAGE - 1] : undefined
    const after = last && encodeCursor([last.rank ?? last.published_at, last.id])
    return renderPage(
      c,
      <SearchPage
        page={{ ...page, found: page.found.slice(0, PER_PAGE) }}
        fields={asked}
        path={`/search?${new URLSearchParams(fields)}`}
        next={after && `/search?${new URLSearchParams({ ...asked, cursor: after })}`}
      />,
    )
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid_request') throw error
    const fault = error.errors
      ?.map(({ pointer, message }) => describeIssue(nameOf(pointer), message))
      .join(' ')
    const page = await c.var.db.run(allArticlesPage, { limit: 0, after_published_at: undefined })
    return renderPage(
      c,
      <SearchPage
        page={page}
        fields={asked}
        path="/search"
        next={undefined}
        fault={fault ?? error.message}
      />,
      400,
    )
  }
}

/** The field of the form that a pointer is about. */
function nameOf(pointer: string): string {
  const field = pointer.split('/').at(-1) ?? ''
  return field === 'q' ? 'words' : field
}

async function read(c: Context<AppEnv>, plan: ArticlePlan): Promise<SearchData> {
  const { db } = c.var
  if (plan.order === 'rank') return db.run(searchByRankPage, undelivered(plan.params))
  if (plan.order === 'date') return db.run(searchByDatePage, undelivered(plan.params))
  return db.run(allArticlesPage, plan.params)
}

/** More on a topic is what it has not brought yet. */
const undelivered = <P extends { topic_id?: number | undefined }>(params: P) => ({
  ...params,
  not_delivered_to: params.topic_id,
})
