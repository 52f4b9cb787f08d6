import { type Columns, NO_COLUMNS } from './results.ts'
import { isSessionNeutral } from './session-effects.ts'
import type { Wire } from './upstream.ts'

/** A named prepared statement. */
export interface Prepared {
  name: string
  text: string
  columns: Columns
  /** False until it has run once without an error. */
  known: boolean
}

const MAX_PREPARED = 100
/** The longest statement of ours has 11,000 characters. Far longer ones contain values and are not sent twice. */
const MAX_TEXT = 32_768

/** The prepared statements of one connection; the least recently used ones are closed (LRU). */
export class PreparedStatements {
  readonly #byText = new Map<string, Prepared>()
  readonly #abandoned: string[] = []
  #count = 0

  /** The prepared statement for `text`; undefined if it is too long or may change the session, and is not prepared. */
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

  /** Stores a statement that has run, with its columns. */
  keep(statement: Prepared, columns: Columns): void {
    statement.columns = columns
    statement.known = true
    this.#byText.set(statement.text, statement)
  }

  /** Marks a statement whose first run failed for closing; otherwise each failure would leak one on the server. */
  abandon({ name }: Prepared): void {
    this.#abandoned.push(name)
  }

  /** Sends Close for abandoned statements and those over the limit, together with the caller's messages. */
  closeSurplus(wire: Wire): void {
    for (const name of this.#abandoned.splice(0)) wire.close({ type: 'S', name })
    while (this.#byText.size > MAX_PREPARED) {
      const [text, { name }] = this.#byText.entries().next().value!
      this.#byText.delete(text)
      wire.close({ type: 'S', name })
    }
  }

  /** Clears the cache after DEALLOCATE ALL. */
  clear(): void {
    this.#byText.clear()
    this.#abandoned.length = 0
  }
}
