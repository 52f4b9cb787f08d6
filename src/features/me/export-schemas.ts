import * as z from 'zod'
import {
  accessTokens,
  articleMarks,
  articles,
  briefs,
  deliveryReports,
  sourceChoices,
  sources,
  users,
} from '../../db/schema/index.ts'
import { EXAMPLE_MOMENT, moment } from '../../http/fields.ts'
import { rowFields } from '../../http/table-fields.ts'
import { Channel, Message } from '../channels/schemas.ts'
import { Delivery } from '../deliveries/schemas.ts'
import { Feedback } from '../feedback/schemas.ts'
import { exampleItem, Item } from '../items/schemas.ts'
import { Passkey } from '../passkeys/schemas.ts'
import { Taste } from '../tastes/schemas.ts'
import { Todo } from '../todos/schemas.ts'
import { exampleToken } from '../tokens/schemas.ts'
import { Topic } from '../topics/schemas.ts'
import { exampleUser, Me } from '../users/schemas.ts'

const Account = z.object({
  ...rowFields(users, ['id', 'email', 'time_zone', 'brief_hour']),
  muted_words: Me.shape.muted_words,
  ...rowFields(users, ['role', 'is_active', 'created_at', 'updated_at']),
})

const Token = z.object(
  rowFields(accessTokens, [
    'id',
    'kind',
    'name',
    'token_prefix',
    'last_used_at',
    'expires_at',
    'created_at',
    'updated_at',
  ]),
)

const BuiltBrief = z.object(rowFields(briefs, ['id', 'user_id', 'delivery_date', 'created_at', 'updated_at']))

/** The time and the user of an export. */
export const ExportHead = z.object({ exported_at: moment(), user: Account })
export type ExportHead = z.infer<typeof ExportHead>

/** Everything that one user owns, with the rows of the other routes, oldest first. */
export const Export = z
  .object({
    ...ExportHead.shape,
    access_tokens: z.array(Token).meta({ description: 'Without their hashes, which would be no use' }),
    passkeys: z.array(Passkey).meta({ description: 'Without their keys' }),
    topics: z.array(Topic),
    items: z.array(Item),
    todos: z.array(Todo),
    briefs: z.array(BuiltBrief),
    deliveries: z.array(Delivery.omit({ feedback: true })),
    channels: z.array(Channel).meta({ description: 'Without the secrets that sign and encrypt' }),
    messages: z.array(Message),
    feedback: z.array(Feedback),
    delivery_reports: z
      .array(
        z.object({
          ...rowFields(deliveryReports, ['id', 'user_id', 'delivery_id', 'article_id']),
          ...rowFields(articles, ['title', 'link']),
          ...rowFields(deliveryReports, ['created_at', 'updated_at']),
        }),
      )
      .meta({ description: 'Other reports of delivered stories' }),
    article_marks: z
      .array(
        z.object({
          ...rowFields(articleMarks, ['id', 'user_id', 'article_id', 'read_at', 'item_id']),
          ...rowFields(articles, ['title', 'link']),
          ...rowFields(articleMarks, ['created_at', 'updated_at']),
        }),
      )
      .meta({ description: 'Articles that were read or saved' }),
    source_choices: z
      .array(
        z.object({
          ...rowFields(sourceChoices, ['id', 'user_id', 'source_id', 'choice']),
          ...rowFields(sources, ['name', 'feed_url']),
          ...rowFields(sourceChoices, ['created_at', 'updated_at']),
        }),
      )
      .meta({ description: 'Sources that the caller follows, prefers or muted' }),
    tastes: z.array(Taste.extend({ user_id: z.int() })),
  })
  .meta({
    id: 'Export',
    description: 'Everything that the caller owns',
    examples: [
      {
        exported_at: EXAMPLE_MOMENT,
        user: { ...exampleUser, muted_words: [] },
        access_tokens: [{ ...exampleToken, kind: 'token' }],
        passkeys: [],
        topics: [],
        items: [exampleItem],
        todos: [],
        briefs: [],
        deliveries: [],
        channels: [],
        messages: [],
        feedback: [],
        delivery_reports: [],
        article_marks: [],
        source_choices: [],
        tastes: [],
      },
    ],
  })
export type Export = z.infer<typeof Export>
