import type { Topic } from '../../features/topics/schemas.ts'
import { Layout } from '../layout.tsx'
import { type TopicDraft, TopicForm } from './form.tsx'
import { Preview } from './preview.tsx'
import type { TopicsData } from './query.ts'

const TopicCard = ({ topic }: { topic: Topic }) => (
  <li class="card">
    <h3 dir="auto">{topic.name}</h3>
    {!topic.is_active && <p class="state off">Paused</p>}
    {topic.keywords.length === 0 ? (
      <p class="quiet">No keywords yet, so it finds nothing.</p>
    ) : (
      <ul class="tags" aria-label="Keywords">
        {topic.keywords.map((keyword) => (
          <li dir="auto">{keyword}</li>
        ))}
      </ul>
    )}
    <div class="actions">
      <a class="button" href={`/topics/${topic.id}`} aria-label={`Edit ${topic.name}`}>
        Edit
      </a>
      <form method="post" action={`/topics/${topic.id}/active`}>
        <button
          type="submit"
          name="is_active"
          value={String(!topic.is_active)}
          aria-label={`${topic.is_active ? 'Pause' : 'Resume'} ${topic.name}`}
        >
          {topic.is_active ? 'Pause' : 'Resume'}
        </button>
      </form>
      <form method="post" action={`/topics/${topic.id}/delete`}>
        <button
          type="submit"
          class="link"
          aria-label={`Delete ${topic.name}`}
          data-confirm={`Delete “${topic.name}” and everything it delivered?`}
        >
          Delete
        </button>
      </form>
    </div>
  </li>
)

export interface TopicsProps {
  page: TopicsData
  draft: TopicDraft
  /** The validation message for the draft. */
  fault?: string | undefined
}

/** The reader's topics, with a form to create or edit one and a preview of the articles that its keywords match. */
export const TopicsPage = ({ page, draft, fault }: TopicsProps) => (
  <Layout title="Topics · Morning Brief" path="/topics" reader={page.reader} dateline="What you care about">
    <h1 class="sr">Topics</h1>
    <div class="columns">
      <div>
        <section aria-labelledby="form-title">
          <h2 class="rule" id="form-title">
            {draft.id === null ? 'A new topic' : 'Change the topic'}
          </h2>
          <TopicForm draft={draft} fault={fault} />
          {draft.id === null && (
            <p class="below">
              <a href="/start">Pick from interests</a>, which come with their sources.
            </p>
          )}
        </section>
      </div>
      <Preview page={page} fault={fault} />
    </div>
    {page.topics.length > 0 && (
      <section aria-labelledby="list-title" class="below">
        <h2 class="rule" id="list-title">
          Your topics
        </h2>
        <ul class="cards">
          {page.topics.map((topic) => (
            <TopicCard topic={topic} />
          ))}
        </ul>
      </section>
    )}
  </Layout>
)
