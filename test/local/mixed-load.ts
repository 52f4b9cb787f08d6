import { setTimeout as sleep } from 'node:timers/promises'
import { type AnyJson, json } from '../harness/test-app.ts'

/** What is written: its address, the method that changes it, and where its text is in the database. */
const WRITTEN = {
  items: { path: '/items', change: 'PUT', column: 'name' },
  todos: { path: '/api/todos', change: 'PATCH', column: 'description' },
} as const
type Table = keyof typeof WRITTEN

const READ = [
  '/items?limit=5',
  '/api/todos?limit=5',
  '/api/v1/articles?q=the',
  '/api/v1/briefs/today',
  '/docs',
]

export interface Target {
  call: (path: string, init?: RequestInit) => Promise<{ status: number; body: AnyJson }>
  /** Whether it is down because the test has killed it. */
  isDown: () => boolean
  /** Past the service, to look. */
  query: (text: string) => Promise<AnyJson[]>
}

/** Readers who write and read, and remember every answer, so that what is lost or doubled can be counted. */
export class MixedLoad {
  readonly figures = { requests: 0, acknowledged: 0, unanswered: 0 }
  readonly refused: Record<number, number> = {}
  readonly unexpected: string[] = []
  /** The texts that a row may have (null: it is gone): the acknowledged one, and those asked for since without an answer. */
  private readonly allowed = new Map<string, (string | null)[]>()
  private pending = 0
  private readonly target: Target

  constructor(target: Target) {
    this.target = target
  }

  /** One reader, until a moment in milliseconds. */
  async read(name: number, until: number, pauseMs: number): Promise<void> {
    const mine: [Table, string][] = []
    for (let n = 0; Date.now() < until; n++) {
      const table = n % 2 === 0 ? 'items' : 'todos'
      const id = await this.create(table, `${name}-${n}`, until)
      if (id) mine.push([table, id])
      await this.ask(READ[n % READ.length]!)
      const [at, old] = mine[(n * 7) % mine.length] ?? []
      if (at && old) await this.change(at, old, `${name}-${n} changed`)
      if (n % 3 === 2) {
        const [from, gone] = mine.shift() ?? []
        if (from && gone) await this.change(from, gone, null)
      }
      await sleep(pauseMs)
    }
  }

  /** The rows that are not as they were acknowledged, and those that nobody asked for. */
  async compare(): Promise<{ lost: string[]; doubled: number }> {
    const there = new Map<string, string>()
    for (const [table, { column }] of Object.entries(WRITTEN))
      for (const row of await this.target.query(`select id, ${column} as text from ${table}`))
        there.set(`${table} ${row.id}`, row.text)
    const lost = [...this.allowed].flatMap(([key, texts]) => {
      const text = there.get(key) ?? null
      return texts.includes(text) ? [] : [`${key} is ${text}, not ${texts.join(' or ')}`]
    })
    const unknown = [...there.keys()].filter((key) => !this.allowed.has(key)).length
    return { lost, doubled: Math.max(0, unknown - this.pending) }
  }

  /** Asks again under the same key until there is an answer, as a client of the API should. */
  private async create(table: Table, text: string, until: number): Promise<string | undefined> {
    const { path, column } = WRITTEN[table]
    const init = json({ [column]: text })
    const headers = { ...(init.headers as object), 'idempotency-key': `${table}-${text}` }
    this.pending++
    while (Date.now() < until) {
      const answer = await this.ask(path, { ...init, headers })
      if (answer?.status === 201) {
        this.pending--
        this.allowed.set(`${table} ${answer.body.id}`, [text])
        return String(answer.body.id)
      }
      await sleep(100)
    }
    return undefined
  }

  private async change(table: Table, id: string, text: string | null): Promise<void> {
    const { path, change, column } = WRITTEN[table]
    const key = `${table} ${id}`
    this.allowed.set(key, [...(this.allowed.get(key) ?? []), text])
    const answer = await this.ask(
      `${path}/${id}`,
      text === null ? { method: 'DELETE' } : json({ [column]: text }, change),
    )
    if (answer && answer.status < 300) this.allowed.set(key, [text])
  }

  /** An answer that says something of the row; undefined when the server was away, busy or over its limit. */
  private async ask(path: string, init?: RequestInit) {
    const wasDown = this.target.isDown()
    this.figures.requests++
    try {
      const answer = await this.target.call(path, init)
      if (answer.status < 300) {
        this.figures.acknowledged++
        return answer
      }
      this.refused[answer.status] = (this.refused[answer.status] ?? 0) + 1
      const isDown = wasDown || this.target.isDown()
      // 404: a row that an unanswered DELETE has removed.
      if (!isDown && ![404, 429, 503].includes(answer.status))
        this.unexpected.push(
          `${init?.method ?? 'GET'} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`,
        )
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      this.figures.unanswered++
      await sleep(100)
    }
    return undefined
  }
}
