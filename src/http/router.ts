import type { Result, Router } from 'hono/router'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'

/**
 * Hono's fastest router, RegExpRouter, does not take a fixed path beside a parameter (`/sources/opml`, `/sources/:id`),
 * and one such pair would send every request through the slowest. So fixed paths have one of their own: where a path
 * is fixed, no parameter is tried.
 */
export class ContractRouter<T> implements Router<T> {
  readonly name = 'ContractRouter'
  readonly #fixed = new RegExpRouter<T>()
  readonly #others = new SmartRouter<T>({ routers: [new RegExpRouter(), new TrieRouter()] })
  readonly #methods = new Map<string, Set<string>>()

  add(method: string, path: string, handler: T): void {
    const isFixed = !/[:*{]/.test(path)
    if (isFixed || path.includes('*')) this.#fixed.add(method, path, handler)
    if (!isFixed) this.#others.add(method, path, handler)
    if (isFixed) this.#methods.set(path, (this.#methods.get(path) ?? new Set()).add(method))
  }

  match(method: string, path: string): Result<T> {
    const isFixed = this.#methods.get(path)?.has(method)
    return isFixed ? this.#fixed.match(method, path) : this.#others.match(method, path)
  }
}
