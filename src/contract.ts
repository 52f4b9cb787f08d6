import { articles } from './features/articles/routes.ts'
import { briefs } from './features/briefs/routes.ts'
import { health, liveness } from './features/health/routes.ts'
import { items } from './features/items/routes.ts'
import { sources } from './features/sources/routes.ts'
import { todos } from './features/todos/routes.ts'
import { createApi } from './http/api.ts'

/** The HTTP contract: every route that is in the OpenAPI document. */
export const createContract = () =>
  createApi()
    .route('/', liveness)
    .route('/', health)
    .route('/', items)
    .route('/', todos)
    .route('/', sources)
    .route('/', articles)
    .route('/', briefs)

/** The type of the contract, for `hc<AppType>()`. */
export type AppType = ReturnType<typeof createContract>
