import type { Queue } from '@cloudflare/workers-types'
import * as z from 'zod'
import type { OutboxMessage as Message } from '../bindings.ts'

export const OutboxMessage: z.ZodType<Message> = z.object({ message_ids: z.array(z.int()).max(1000) })
export type OutboxQueue = Queue<Message>
