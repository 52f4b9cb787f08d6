import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LabelledSet } from './labelled-set.ts'

interface Item {
  id: number
  title: string
  summary: string
  source: string
  age_h: number
}
type TopicLabels = Partial<Record<'0' | '1' | '2', number[]>> & { stories?: number[][] }

/** Reads a folder of real news with labels: `items.csv`, `items.mjs` that reads it, `topics.json`, `labels.json`. */
export async function readNews(folder: string): Promise<LabelledSet> {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const labels: Record<string, TopicLabels> = read('labels.json')
  const topics: { id: string; keywords: string[] }[] = read('topics.json')
  const { readItems }: { readItems(csv: string, seed: number): Item[] } = await import(
    pathToFileURL(resolve(folder, 'items.mjs')).href
  )
  const items = (seed: number) => readItems(join(folder, 'items.csv'), seed)
  return {
    name: folder,
    sources: new Map(items(1).map(({ source }) => [source, 0.8])),
    articles: (seed) =>
      items(seed).map(({ id, title, summary, source, age_h }) => ({
        key: String(id),
        source,
        title,
        summary: summary.replace(/&/g, '&amp;').replace(/</g, '&lt;'),
        tags: [],
        language: 'english',
        age_h,
      })),
    topics: topics.map(({ id, keywords }) => ({
      key: id,
      keywords,
      language: 'english',
      ...labelsOf(labels[id] ?? {}),
    })),
  }
}

function labelsOf(label: TopicLabels) {
  const grades = (['2', '1', '0'] as const).flatMap((grade) =>
    (label[grade] ?? []).map((line): [string, number] => [String(line), Number(grade)]),
  )
  const stories = (label.stories ?? []).flatMap((lines) =>
    lines.map((line): [string, string] => [String(line), String(lines[0])]),
  )
  return { grades: new Map(grades), stories: new Map(stories) }
}
