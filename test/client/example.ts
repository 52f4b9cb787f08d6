import type { Client } from '../../src/client.ts'

/** Prints today's brief and saves its first article; the README shows its body word for word. */
export async function readAndSave(client: Client) {
  const response = await client.api.v1.briefs[':date'].$get({ param: { date: 'today' }, query: {} })
  if (response.status !== 200) throw new Error((await response.json()).detail)
  const { topics } = await response.json()
  for (const topic of topics) {
    for (const { article, reason } of topic.deliveries) console.log(topic.name, article.title, reason)
  }
  const first = topics[0]?.deliveries[0]?.article
  if (first) await client.items.$post({ json: { name: first.title, link: first.link } })
  return topics
}
