import { Command } from 'commander'
import { startBenchDatabase } from '../bench/stack.ts'
import { figures, type Judged } from './judge.ts'
import type { LabelledSet } from './labelled-set.ts'
import { localEmbedder } from './local-model.ts'
import { fill, measure, measurePairs } from './measure.ts'
import { readNews } from './news.ts'
import { readBuiltIn } from './set/index.ts'

interface Flags {
  news?: string
  seeds: number
  meaning?: true
}

const flags = new Command('quality')
  .description('Scores the choice of briefs on labelled sets, and prints the wrong picks.')
  .option('--news <folder>', 'a folder of real news with labels, beside the set that is built in')
  .option('--seeds <number>', 'draws of the articles’ ages', Number, 5)
  .option('--meaning', 'lets a small English model look at the candidates')
  .parse()
  .opts<Flags>()

const print = (text: string) => process.stdout.write(`${text}\n`)
// What is measured in this process logs, too: what is printed here is the result alone.
console.log = console.warn = () => {}

const embedder = flags.meaning ? await localEmbedder() : undefined
const database = await startBenchDatabase()
try {
  await report(readBuiltIn())
  if (flags.news) await report(await readNews(flags.news))
} finally {
  await database.stop()
}

async function report(set: LabelledSet): Promise<void> {
  const store = {
    url: database.url,
    query: async (text: string, values?: unknown[]) => (await database.query(text, values)).rows,
  }
  print(`\n${set.name}: ${set.topics.length} topics, ${set.articles(1).length} articles`)
  await fill(store, set)
  const halves = { even: [] as Judged[], odd: [] as Judged[] }
  const titles = new Map(set.articles(1).map(({ key, title }) => [key, title]))
  for (let seed = 1; seed <= flags.seeds; seed++) {
    const { figures: all, judged } = await measure(store, set, seed, embedder)
    print(`seed ${seed}: ${line(all)}`)
    for (const { topic, picks } of judged)
      for (const { key, grade, repeats, is_right } of picks)
        if (!is_right)
          print(
            `  ${topic}: ${key} ${titles.get(key)}${repeats ? `: again ${repeats}` : grade === undefined ? ': not judged' : ''}`,
          )
    for (const [at, each] of judged.entries()) halves[at % 2 ? 'odd' : 'even'].push(each)
  }
  for (const [half, judged] of Object.entries(halves))
    print(`topics of the ${half} half: ${line(figures(judged))}`)
  const { pairs, recall, precision } = await measurePairs(store, set)
  print(
    `one story: of ${pairs} pairs ${recall.toFixed(3)} are found, at a precision of ${precision.toFixed(3)}`,
  )
}

function line({
  precision,
  picks,
  repeats,
  empty_places,
  picks_for_nothing,
}: ReturnType<typeof figures>): string {
  return `precision@3 ${precision.toFixed(4)}; ${picks} picks, ${repeats} repeats, ${empty_places} empty places, ${picks_for_nothing} picks for nothing`
}
