import type { Result, Router } from 'hono/router'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'

/**
 * Routes static paths and paths with parameters separately. RegExpRouter, Hono's fastest, does not support a static path
 * beside a parameter (`/sources/opml`, `/sources/:id`); with one such pair SmartRouter would send every request through
 * the slower TrieRouter. A static path has priority over a parameter.
 */
export class ContractRouter<T> implements Router<T> {
  readonly name = 'ContractRouter'
  readonly #static = new RegExpRouter<T>()
  readonly #dynamic = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] })
  readonly #methods = new Map<string, Set<string>>()

  add(method: string, path: string, handler: T): void {
    const isStatic = !/[:*{]/.test(path)
    if (isStatic || path.includes('*')) this.#static.add(method, path, handler)
    if (!isStatic) this.#dynamic.add(method, path, handler)
    if (isStatic) this.#methods.set(path, (this.#methods.get(path) ?? new Set()).add(method))
  }

  match(method: string, path: string): Result<T> {
    const isStatic = this.#methods.get(path)?.has(method)
    return isStatic ? this.#static.match(method, path) : this.#dynamic.match(method, path)
  }
}
