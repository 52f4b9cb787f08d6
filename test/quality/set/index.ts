import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { LabelledArticle, LabelledSet, LabelledTopic } from '../labelled-set.ts'
import { mentions } from './mentions.ts'

/**
 * The set that is built in: invented news in five languages. Each language is a file of topics, `# key | keywords`, and
 * of articles below the topic that they were written for, `grade title | summary`: 2 is clearly about it, 1 touches it,
 * 0 only looks like it (homonyms, figures of speech); a letter after the grade names the story that several reports
 * tell, and `!` marks clickbait. A topic without any 2 or 1 has no news. Beside them stand articles that mention one
 * of a topic's words in passing.
 */
const FILES = {
  english: 'english',
  german: 'german',
  french: 'french',
  spanish: 'spanish',
  chinese: 'simple',
}

/** Papers of each language, and their credibility. */
const PAPERS = { courier: 0.9, gazette: 0.8, observer: 0.8, mirror: 0.7, herald: 0.7, local: 0.6 }
const CLICKBAIT = 'clicks'
const OLDEST_H = 47

interface Written extends Omit<LabelledArticle, 'age_h'> {
  topic: string
  grade: number
  story: string | undefined
}

/** A number from 0 up to 1 that follows from a text. */
const drawOf = (text: string) => createHash('sha256').update(text).digest().readUInt32LE() / 2 ** 32

function paperOf(key: string, language: string): string {
  const papers = Object.keys(PAPERS)
  return `${language} ${papers[Math.floor(drawOf(`paper ${key}`) * papers.length)]}`
}

function read(file: string, language: string) {
  const topics: Omit<LabelledTopic, 'grades' | 'stories'>[] = []
  const written: Written[] = []
  for (const line of readFileSync(new URL(`${file}.txt`, import.meta.url), 'utf8').split('\n')) {
    const heading = /^# (\S+) \| (.*)$/.exec(line)
    if (heading) topics.push({ key: heading[1]!, keywords: heading[2]!.split(', '), language })
    const article = /^([012])([a-z]?)(!?) (.*) \| (.*)$/.exec(line)
    if (!article) continue
    const [, grade, story, isClickbait, title, summary] = article
    const topic = topics.at(-1)!.key
    const key = `${topic} ${written.length}`
    written.push({
      key,
      topic,
      grade: Number(grade),
      story: story ? `${topic} ${story}` : undefined,
      source: isClickbait ? `${file} ${CLICKBAIT}` : paperOf(key, file),
      title: title!,
      summary: summary!,
      tags: [],
      language,
    })
  }
  for (const { key: topic, keywords } of topics)
    for (const [nth, text] of mentions(file, keywords).entries()) {
      const key = `${topic} mention ${nth}`
      written.push({
        key,
        topic,
        grade: 0,
        story: undefined,
        source: paperOf(key, file),
        ...text,
        tags: [],
        language,
      })
    }
  return { topics, written }
}

/** Reads the built-in set. */
export function readBuiltIn(): LabelledSet {
  const files = Object.entries(FILES).map(([file, language]) => read(file, language))
  const written = files.flatMap((file) => file.written)
  const sources = Object.keys(FILES).flatMap((file): [string, number][] => [
    ...Object.entries(PAPERS).map(([paper, credibility]): [string, number] => [
      `${file} ${paper}`,
      credibility,
    ]),
    [`${file} ${CLICKBAIT}`, 0.3],
  ])
  return {
    name: 'built-in set',
    sources: new Map(sources),
    articles: (seed) =>
      written.map(({ topic: _topic, grade: _grade, story: _story, ...article }) => ({
        ...article,
        age_h: drawOf(`${seed} ${article.key}`) * OLDEST_H,
      })),
    topics: files
      .flatMap((file) => file.topics)
      .map((topic) => {
        const own = written.filter((article) => article.topic === topic.key)
        return {
          ...topic,
          grades: new Map(own.map(({ key, grade }) => [key, grade])),
          stories: new Map(own.flatMap(({ key, story }) => (story ? [[key, story]] : []))),
        }
      }),
  }
}
