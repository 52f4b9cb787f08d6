import type { Todo } from '../../features/todos/schemas.ts'
import { formatNumber } from '../format.ts'
import type { TodayData } from './query.ts'

const TodoLine = ({ todo, back }: { todo: Todo; back: string }) => (
  <li class={todo.completed ? 'done' : undefined}>
    <form method="post" action={`/todos/${todo.id}`} data-swap="todos">
      <input type="hidden" name="back" value={back} />
      <button
        type="submit"
        class="icon"
        name="completed"
        value={String(!todo.completed)}
        aria-label={`${todo.completed ? 'Reopen' : 'Finish'}: ${todo.description}`}
        aria-pressed={String(todo.completed)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d={todo.completed ? 'M5 12.5l4.5 4.5L19 7.5' : 'M6 6h12v12H6z'} />
        </svg>
      </button>
    </form>
    <span class="text" dir="auto">
      {todo.description}
    </span>
    <Remove action={`/todos/${todo.id}/delete`} name={todo.description} swap="todos" back={back} />
  </li>
)

const Remove = (props: { action: string; name: string; swap: string; back: string }) => (
  <form method="post" action={props.action} data-swap={props.swap}>
    <input type="hidden" name="back" value={props.back} />
    <button type="submit" class="icon" aria-label={`Delete: ${props.name}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M7 7l10 10M17 7L7 17" />
      </svg>
    </button>
  </form>
)

const Add = (props: {
  action: string
  field: string
  label: string
  max: number
  swap: string
  back: string
}) => (
  <form class="inline" method="post" action={props.action} data-swap={props.swap}>
    <input type="hidden" name="back" value={props.back} />
    <label class="sr" for={`new-${props.swap}`}>
      {props.label}
    </label>
    <input
      id={`new-${props.swap}`}
      name={props.field}
      required
      maxlength={props.max}
      placeholder={props.label}
      autocomplete="off"
    />
    <button type="submit">Add</button>
  </form>
)

/** A link to the rows that are not shown, or to the API when there are too many for a page. */
const More = ({ shown, all, back, api }: { shown: number; all: boolean; back: string; api: string }) =>
  all ? (
    <p class="quiet">
      These are {formatNumber(shown)}; <a href="/docs">the API</a> lists all at <code>{api}</code>.
    </p>
  ) : (
    <p>
      <a href={`${back}?all`}>Show more</a>
    </p>
  )

/** The most todos and items that are shown. The query reads one more of each, to know whether there are more. */
export interface PageSizes {
  todos: number
  items: number
}

/** The reader's todos and saved items, next to the brief. */
export const Sidebar = (props: { page: TodayData; sizes: PageSizes; back: string; all: boolean }) => {
  const { page, sizes, back, all } = props
  const items = page.items.rows.slice(0, sizes.items)
  // The newest are read, and shown in the order in which they were written.
  const todos = page.todos.rows
    .slice(0, sizes.todos)
    .toSorted((a, b) => Number(a.completed) - Number(b.completed) || a.id - b.id)
  return (
    <aside aria-label="Todos and items">
      <section id="todos" aria-labelledby="todos-title">
        <h2 id="todos-title">Todos</h2>
        {todos.length === 0 && <p class="quiet">Nothing to do.</p>}
        <ul class="list">
          {todos.map((todo) => (
            <TodoLine todo={todo} back={back} />
          ))}
        </ul>
        {(page.todos.is_cut || page.todos.rows.length > todos.length) && (
          <More shown={todos.length} all={all} back={back} api="/api/todos" />
        )}
        <Add action="/todos" field="description" label="New todo" max={500} swap="todos" back={back} />
      </section>
      <section id="items" aria-labelledby="items-title">
        <h2 id="items-title">Items</h2>
        {items.length === 0 && <p class="quiet">Nothing saved.</p>}
        <ul class="list">
          {items.map((item) => (
            <li>
              <span class="text" dir="auto">
                {item.link ? (
                  <a href={item.link} rel="noreferrer">
                    {item.name}
                  </a>
                ) : (
                  item.name
                )}
                {item.description && <span class="quiet"> {item.description}</span>}
              </span>
              <Remove action={`/saved/${item.id}/delete`} name={item.name} swap="items" back={back} />
            </li>
          ))}
        </ul>
        {(page.items.is_cut || page.items.rows.length > items.length) && (
          <More shown={items.length} all={all} back={back} api="/items" />
        )}
        <Add action="/saved" field="name" label="New item or link" max={1280} swap="items" back={back} />
      </section>
    </aside>
  )
}
