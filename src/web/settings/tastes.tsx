import { Hono } from 'hono'
import { explainTaste } from '../../features/tastes/explain.ts'
import { resetTaste } from '../../features/tastes/queries.ts'
import { type Taste, TasteParams } from '../../features/tastes/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { check, ignoreNotFound } from '../form.ts'
import { Layout, renderPage } from '../layout.tsx'
import { readTastes, type TastesData } from './query.ts'

const TasteLine = ({ taste }: { taste: Taste }) => (
  <li>
    <span class="text" dir="auto">
      {explainTaste(taste)}
    </span>
    <form method="post" action={`/settings/tastes/${taste.id}/reset`}>
      <button type="submit" class="link" aria-label={`Forget about ${taste.label}`}>
        Forget
      </button>
    </form>
  </li>
)

/** What the reader's thumbs have taught, in words, each of it to be forgotten. */
const TastesPage = ({ page }: { page: TastesData }) => (
  <Layout
    title="What was learned · Morning Brief"
    path="/settings"
    reader={page.reader}
    dateline="What your thumbs have taught"
  >
    <h1 class="sr">What was learned</h1>
    <p class="quiet">
      Thumbs move the first two places of a topic a little; the third is never decided by them. After four
      days a thumb counts half.
    </p>
    {page.tastes.length === 0 ? (
      <p>Nothing yet. Press thumbs up or down under the articles of your brief.</p>
    ) : (
      <ul class="list">
        {page.tastes.map((taste) => (
          <TasteLine taste={taste} />
        ))}
      </ul>
    )}
  </Layout>
)

export const tastePages = new Hono<AppEnv>()
  .get('/settings/tastes', async (c) =>
    renderPage(c, <TastesPage page={await c.var.db.run(readTastes, {})} />),
  )
  .post('/settings/tastes/:id/reset', async (c) => {
    await ignoreNotFound(c.var.db.run(resetTaste, check(TasteParams, c.req.param())))
    return c.redirect('/settings/tastes', 303)
  })
