import { articles, articlesTag } from './features/articles/routes.ts'
import { briefFeed } from './features/briefs/feed-routes.ts'
import { briefs, briefsTag } from './features/briefs/routes.ts'
import { mailEvents } from './features/channels/mail-event-routes.ts'
import { channels, channelsTag } from './features/channels/routes.ts'
import { deliveries, deliveriesTag } from './features/deliveries/routes.ts'
import { feedback, feedbackTag } from './features/feedback/routes.ts'
import { health, healthTag, liveness } from './features/health/routes.ts'
import { items, itemsTag } from './features/items/routes.ts'
import { marks, marksTag } from './features/marks/routes.ts'
import { account } from './features/me/export-routes.ts'
import { me, meTag } from './features/me/routes.ts'
import { sessions, sessionsTag } from './features/sessions/routes.ts'
import { sourceChoiceRoutes } from './features/sources/choice-routes.ts'
import { sources, sourcesTag } from './features/sources/routes.ts'
import { summaries, summariesTag } from './features/summaries/routes.ts'
import { tastes, tastesTag } from './features/tastes/routes.ts'
import { todos, todosTag } from './features/todos/routes.ts'
import { tokens, tokensTag } from './features/tokens/routes.ts'
import { topics, topicsTag } from './features/topics/routes.ts'
import { users, usersTag } from './features/users/routes.ts'
import { createApi } from './http/api.ts'

/** Every route of the API, as in the OpenAPI document. */
export const createContract = () =>
  createApi()
    .route('/', liveness)
    .route('/', health)
    .route('/', items)
    .route('/', todos)
    .route('/', me)
    .route('/', tokens)
    .route('/', sessions)
    .route('/', users)
    .route('/', sources)
    .route('/', sourceChoiceRoutes)
    .route('/', articles)
    .route('/', marks)
    .route('/', summaries)
    .route('/', topics)
    .route('/', briefs)
    .route('/', briefFeed)
    .route('/', deliveries)
    .route('/', feedback)
    .route('/', tastes)
    .route('/', channels)
    .route('/', mailEvents)
    .route('/', account)

/** The type of the API, for `hc<AppType>()`. */
export type AppType = ReturnType<typeof createContract>

/** The tags of the operations, in the order of the OpenAPI document. */
export const TAGS = [
  briefsTag,
  topicsTag,
  feedbackTag,
  tastesTag,
  deliveriesTag,
  articlesTag,
  marksTag,
  summariesTag,
  sourcesTag,
  todosTag,
  itemsTag,
  channelsTag,
  meTag,
  tokensTag,
  sessionsTag,
  usersTag,
  healthTag,
]
