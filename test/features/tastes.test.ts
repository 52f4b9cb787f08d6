import { beforeAll, describe, expect, it } from 'vitest'
import { ago, arrange } from '../briefs/arrange.ts'
import { appAs, json, type TestApp } from '../harness/test-app.ts'
import { useTestDatabase } from '../harness/test-database.ts'

const database = useTestDatabase()
const { source, article, topic } = arrange(database)
let reader: TestApp
let deliveryIds: number[]

beforeAll(async () => {
  reader = await appAs(database)
  await topic(reader.userId, ['tansy'])
  const now = new Date().toISOString()
  const source_id = await source({ name: 'The Meadow' })
  await article('Tansy harvest begins in Devon', { source_id, published_at: ago(1, now) })
  await article('A second harvest of tansy for dyers', { source_id, published_at: ago(2, now) })
  const { body } = await reader.call('/api/v1/briefs/today', { method: 'POST' })
  deliveryIds = body.topics[0].deliveries.map(({ id }: { id: number }) => id)
})

const press = (id: number, rating: string) =>
  reader.call(`/api/v1/deliveries/${id}/feedback`, json({ rating }, 'PUT'))
const tastes = async () => (await reader.call('/api/v1/tastes')).body
const find = async (label: string) =>
  (await tastes()).find((taste: { label: string }) => taste.label === label)

describe('tastes', () => {
  it('follow from thumbs: the source, the keyword, and words that two thumbs share', async () => {
    expect(await tastes()).toEqual([])
    await press(deliveryIds[0]!, 'up')
    expect(await find('harvest')).toBeUndefined()
    await press(deliveryIds[1]!, 'up')
    expect(await find('The Meadow')).toMatchObject({ kind: 'source', ups: 2, downs: 0, weight: 2 / 8 })
    expect(await find('tansy')).toMatchObject({ kind: 'keyword', weight: 2 / 12 })
    expect(await find('harvest')).toMatchObject({ kind: 'word', weight: 2 / 12 })
  })

  it('are shown in words, and forgotten one by one, by their owner alone', async () => {
    const page = await (await reader.request('/settings/tastes')).text()
    expect(page).toContain('You rather like titles with “harvest” (2 up, 0 down).')
    const { id } = await find('harvest')
    const other = await appAs(database)
    expect((await other.call(`/api/v1/tastes/${id}`, { method: 'DELETE' })).status).toBe(404)
    expect((await reader.request(`/api/v1/tastes/${id}`, { method: 'DELETE' })).status).toBe(204)
    expect(await find('harvest')).toBeUndefined()
    await database.query('select learn_tastes($1)', [reader.userId])
    expect(await find('harvest')).toBeUndefined()
    expect(await find('tansy')).toMatchObject({ ups: 2 })
    // What is said afterwards counts again.
    for (const id of deliveryIds) await press(id, 'down')
    expect(await find('harvest')).toMatchObject({ ups: 0, downs: 2 })
  })

  it('go when the thumbs are taken back', async () => {
    for (const id of deliveryIds)
      await reader.request(`/api/v1/deliveries/${id}/feedback`, { method: 'DELETE' })
    expect(await tastes()).toEqual([])
  })
})
