import type { Brief } from '../features/briefs/schemas.ts'
import type { Item } from '../features/items/schemas.ts'
import type { Todo } from '../features/todos/schemas.ts'
import { plainText } from '../ingest/normalise/plain-text.ts'
import { Layout } from './layout.tsx'
import { formatAge, formatDate } from './words.ts'

type Delivery = Brief['topics'][number]['deliveries'][number]

const Article = ({ delivery, now }: { delivery: Delivery; now: Date }) => {
  const { article } = delivery
  const summary = article.summary_raw && plainText({ kind: 'html', value: article.summary_raw, base: '' }, 300)
  return (
    <li>
      <h3 dir="auto">
        <a href={article.link} rel="noreferrer">
          {article.title}
        </a>
      </h3>
      <p class="quiet">
        {article.source.name}, {formatAge(new Date(article.published_at), now)}
      </p>
      {summary && <p dir="auto">{summary}</p>}
    </li>
  )
}

/** Today's brief with the reader's todos and items beside it. */
export const TodayPage = (page: { brief: Brief; todos: Todo[]; items: Item[]; now: string }) => {
  const { brief, todos, items } = page
  const now = new Date(page.now)
  return (
    <Layout title={`Morning Brief, ${formatDate(brief.date)}`}>
      <header>
        <h1>Morning Brief</h1>
        <p class="quiet">{formatDate(brief.date)}</p>
      </header>
      <div class="columns">
        <main>
          {brief.topics.length === 0 && <p>You follow no topics yet. Add one, and its brief appears here.</p>}
          {brief.topics.map((topic) => (
            <section>
              <h2>{topic.name}</h2>
              {topic.deliveries.length === 0 ? (
                <p class="quiet">Nothing new on this topic today.</p>
              ) : (
                <ol class="articles">
                  {topic.deliveries.map((delivery) => (
                    <Article delivery={delivery} now={now} />
                  ))}
                </ol>
              )}
            </section>
          ))}
        </main>
        <aside>
          <h2>Todos</h2>
          <ul class="plain">
            {todos.map((todo) => (
              <li class={todo.completed ? 'done' : ''}>{todo.description}</li>
            ))}
          </ul>
          {todos.length === 0 && <p class="quiet">Nothing to do.</p>}
          <h2>Items</h2>
          <ul class="plain">
            {items.map((item) => (
              <li>{item.name}</li>
            ))}
          </ul>
          {items.length === 0 && <p class="quiet">Nothing saved.</p>}
        </aside>
      </div>
    </Layout>
  )
}
