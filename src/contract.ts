import { articles } from './features/articles/routes.ts'
import { briefFeed } from './features/briefs/feed-routes.ts'
import { briefs } from './features/briefs/routes.ts'
import { deliveries } from './features/deliveries/routes.ts'
import { feedback } from './features/feedback/routes.ts'
import { health, liveness } from './features/health/routes.ts'
import { items } from './features/items/routes.ts'
import { account } from './features/me/export-routes.ts'
import { me } from './features/me/routes.ts'
import { sources } from './features/sources/routes.ts'
import { summaries } from './features/summaries/routes.ts'
import { tastes } from './features/tastes/routes.ts'
import { todos } from './features/todos/routes.ts'
import { tokens } from './features/tokens/routes.ts'
import { topics } from './features/topics/routes.ts'
import { users } from './features/users/routes.ts'
import { createApi } from './http/api.ts'

/** The HTTP contract: every route that is in the OpenAPI document. */
export const createContract = () =>
  createApi()
    .route('/', liveness)
    .route('/', health)
    .route('/', items)
    .route('/', todos)
    .route('/', me)
    .route('/', tokens)
    .route('/', users)
    .route('/', sources)
    .route('/', articles)
    .route('/', summaries)
    .route('/', topics)
    .route('/', briefs)
    .route('/', briefFeed)
    .route('/', deliveries)
    .route('/', feedback)
    .route('/', tastes)
    .route('/', account)

/** The type of the contract, for `hc<AppType>()`. */
export type AppType = ReturnType<typeof createContract>
