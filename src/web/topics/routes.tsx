import { type Context, Hono } from 'hono'
import type { Database } from '../../db/database.ts'
import type { Language } from '../../db/schema/languages.ts'
import { AppError } from '../../errors.ts'
import { createTopic, deleteTopic, updateTopic } from '../../features/topics/queries.ts'
import { saveTopic } from '../../features/topics/save.ts'
import { NewTopic, TopicParams } from '../../features/topics/schemas.ts'
import type { AppEnv } from '../../http/env.ts'
import { check, describeIssue, ignoreNotFound, readFields, readLines } from '../form.ts'
import { renderPage } from '../layout.tsx'
import { NEW_TOPIC, type TopicDraft } from './form.tsx'
import { TopicsPage } from './page.tsx'
import { previewKeywords, readTopics, type TopicsData } from './query.ts'

export const topicPages = new Hono<AppEnv>()
  .get('/topics', async (c) => {
    const page = await c.var.db.run(readTopics, {})
    return renderPage(c, <TopicsPage page={page} draft={NEW_TOPIC} />)
  })
  .post('/topics', (c) =>
    change(c, async (topic) => {
      await saveTopic(c.var.db, createTopic, { ...topic, max_topics: c.var.config.topicsPerUser })
    }),
  )
  .post('/topics/preview', async (c) => {
    const draft = await readDraft(c)
    return renderDraft(c, draft, undefined)
  })
  .get('/topics/:id', async (c) => {
    const { id } = check(TopicParams, c.req.param())
    const page = await c.var.db.run(readTopics, {})
    const topic = page.topics.find((each) => each.id === id)
    if (!topic) throw new AppError('not_found', 'There is no such topic.')
    const draft = { ...topic, keywords: topic.keywords.join('\n') }
    return renderPage(c, <TopicsPage page={page} draft={draft} />)
  })
  .post('/topics/:id', (c) =>
    change(c, async (topic) => {
      const { id } = check(TopicParams, c.req.param())
      await saveTopic(c.var.db, updateTopic, { id, ...topic })
    }),
  )
  .post('/topics/:id/active', async (c) => {
    const { id } = check(TopicParams, c.req.param())
    const is_active = (await readFields(c)).is_active === 'true'
    await c.var.db.run(updateTopic, { id, is_active })
    return c.redirect('/topics', 303)
  })
  .post('/topics/:id/delete', async (c) => {
    await ignoreNotFound(c.var.db.run(deleteTopic, check(TopicParams, c.req.param())))
    return c.redirect('/topics', 303)
  })

/** Saves the topic form. If it is invalid, shows the form again with the values as sent and the reason. */
async function change(
  c: Context<AppEnv>,
  write: (topic: { name: string; keywords: string[]; language: Language }) => Promise<void>,
) {
  const draft = await readDraft(c)
  try {
    const { name, keywords = [], language = 'english' } = check(NewTopic, parse(draft))
    await write({ name, keywords, language })
    return c.redirect('/topics', 303)
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500 || error.status === 404 || error.status === 401) {
      throw error
    }
    return renderDraft(c, draft, error)
  }
}

async function renderDraft(c: Context<AppEnv>, draft: TopicDraft, error: AppError | undefined) {
  const keywords = NewTopic.shape.keywords.safeParse(parse(draft).keywords)
  const language = NewTopic.shape.language.safeParse(draft.language).data ?? 'simple'
  const wanted = keywords.data?.length ? { keywords: keywords.data, language } : null
  const { page, late } = await preview(c.var.db, wanted)
  const shown = error ?? late
  const fault = shown
    ? (shown.errors?.map(({ pointer, message }) => describeIssue(pointer.split('/')[1], message)).join(' ') ??
      shown.message)
    : keywords.error?.issues.map(({ message }) => describeIssue('keywords', message)).join(' ')
  return renderPage(c, <TopicsPage page={page} draft={draft} fault={fault} />, shown?.status ?? 200)
}

/** The page with a preview; without one where that takes too long, because what was typed must not be lost for it. */
async function preview(
  db: Database,
  wanted: { keywords: string[]; language: Language } | null,
): Promise<{ page: TopicsData; late?: AppError }> {
  if (wanted === null) return { page: await db.run(readTopics, {}) }
  try {
    return { page: await db.run(previewKeywords, wanted) }
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'timed_out') throw error
    return { page: await db.run(readTopics, {}), late: error }
  }
}

async function readDraft(c: Context<AppEnv>): Promise<TopicDraft> {
  const { id = '', name = '', keywords = '', language = 'english', add } = await readFields(c)
  return {
    id: /^\d+$/.test(id) ? Number(id) : null,
    name,
    keywords: add ? withLine(keywords, add) : keywords,
    language,
  }
}

/** A suggestion was pressed: it becomes the last line. */
const withLine = (lines: string, line: string) => `${lines.trimEnd()}\n${line}`.trimStart()

const parse = ({ name, keywords, language }: TopicDraft) => ({
  name,
  language,
  keywords: readLines(keywords),
})
