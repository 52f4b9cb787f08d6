/** The least a Hono worker can be: the measure of a cold start. */
import { Hono } from 'hono'

export default new Hono().get('/health', (c) => c.json({ status: 'healthy' }))
