import { type Columns, NO_COLUMNS } from './results.ts'
import { isSessionNeutral } from './session-effects.ts'
import type { Wire } from './upstream.ts'

/** A statement the server has parsed and planned under a name. */
export interface Prepared {
  name: string
  text: string
  columns: Columns
  /** False until the server has answered for it once. */
  known: boolean
}

const MAX_PREPARED = 100
/** A brief of today takes 11,000; far longer texts are written once, with their values in them. */
const MAX_TEXT = 32_768

/** The statements prepared on one connection; the least recently used one is closed when there are too many. */
export class PreparedStatements {
  readonly #byText = new Map<string, Prepared>()
  readonly #abandoned: string[] = []
  #count = 0

  /** The statement for `text`, new ones not yet `known`; undefined for what is not worth a name or must not have one. */
  get(text: string): Prepared | undefined {
    const found = this.#byText.get(text)
    if (found) {
      this.#byText.delete(text)
      this.#byText.set(text, found)
      return found
    }
    if (text.length > MAX_TEXT || !isSessionNeutral(text)) return undefined
    return { name: `neon_${++this.#count}`, text, columns: NO_COLUMNS, known: false }
  }

  /** Keeps a statement the server has answered for, with its columns. */
  keep(statement: Prepared, columns: Columns): void {
    statement.columns = columns
    statement.known = true
    this.#byText.set(statement.text, statement)
  }

  /** Has the server drop a statement whose first run failed; otherwise each failure would leave one there. */
  abandon({ name }: Prepared): void {
    this.#abandoned.push(name)
  }

  /** Sends Close for the abandoned ones and those over the limit, along with the caller's own messages. */
  closeSurplus(wire: Wire): void {
    for (const name of this.#abandoned.splice(0)) wire.close({ type: 'S', name })
    while (this.#byText.size > MAX_PREPARED) {
      const [text, { name }] = this.#byText.entries().next().value!
      this.#byText.delete(text)
      wire.close({ type: 'S', name })
    }
  }

  /** Forgets all, after the server has. */
  clear(): void {
    this.#byText.clear()
    this.#abandoned.length = 0
  }
}
