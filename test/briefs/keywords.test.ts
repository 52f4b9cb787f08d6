import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '../harness/test-database.ts'
import { arrange } from './arrange.ts'

const database = useTestDatabase()
const { article, user, topic } = arrange(database)

type Case = [
  keywords: string[],
  article: string | { title?: string; tags?: string[]; summary?: string },
  found: boolean,
]

/** Whether a topic finds an article, by the columns that the build reads. */
async function finds(keywords: string[], language: string, of: Case[1], articleLanguage: string) {
  const { title = 'Untitled', ...more } = typeof of === 'string' ? { title: of } : of
  const articleId = await article(title, { ...more, language: articleLanguage })
  const topicId = await topic(await user(), keywords, { language })
  const rows = await database.query<{ found: boolean | null }>(
    `select search @@ any_query(searches, exclusions) as found from articles, topics where articles.id = $1 and topics.id = $2`,
    [articleId, topicId],
  )
  return rows[0]!.found === true
}

function table(language: string, articleLanguage: string, cases: Case[]) {
  describe(`${language} keywords, ${articleLanguage} article`, () => {
    it.each(
      cases.map(
        ([keywords, text, found]) => [keywords, found ? 'find' : 'do not find', text, found] as const,
      ),
    )('%j %s %j', async (keywords, _, text, found) => {
      expect(await finds([...keywords], language, text, articleLanguage)).toBe(found)
    })
  })
}

table('english', 'english', [
  [['cat'], 'Cats of the harbour', true],
  [['cats'], 'A cat of the harbour', true],
  [['running'], 'He runs the marathon', true],
  [['category'], 'Cats of the harbour', false],
  [['electric cars'], 'Cars that are electric', true],
  [['electric cars'], 'Electric trains', false],
  [['bank of england'], 'The Bank in England raises rates', true],
  [['rust', 'golang'], 'Golang is twelve', true],
  [['"New York"'], 'Winter in New York', true],
  [['"New York"'], 'York is new to me', false],
  [['"new york"'], { title: 'Something new', tags: ['York'] }, false],
  [['"electric car"'], 'An electric cars show', false],
  [['"The Who"'], 'An evening with The Who', true],
  [['"The Who"'], 'Who is the boss', false],
  [['apple', '-fruit'], 'Apple ships a phone', true],
  [['apple', '-fruit'], 'Apple, the fruit of kings', false],
  [['apple', '-fruits'], { title: 'Apple', summary: '<p>A fruit</p>' }, false],
  [['apple', '-"pie recipe"'], 'Apple pie recipe', false],
  [['apple', '-"pie recipe"'], 'Apple recipe, with pie', true],
  [['jaguar -car'], 'Jaguar seen in Arizona', true],
  [['jaguar -car'], 'Jaguar shows a car', false],
  [['jaguar -car', 'volvo'], 'Jaguar and Volvo cars', true],
  [['kube*'], 'Kubernetes turns ten', true],
  [['kube*'], 'A kubelet in the wild', true],
  [['kube*'], 'Ice cubes', false],
  [['en*'], 'Nothing of that kind', false],
  [['cafe'], 'The last Café', true],
  [['CAFÉ'], 'cafe culture', true],
  [['naïve'], 'Naive ideas', true],
  [['C++'], 'What is new in C++', true],
  [['C++'], 'Vitamin C', false],
  [['c#'], 'C# for beginners', true],
  [['node.js'], 'Node.js 24 is out', true],
  [['covid-19'], 'COVID-19 cases fall', true],
  [['state-of-the-art'], 'A state-of-the-art kitchen', true],
  [['gardening'], { tags: ['Gardens'] }, true],
  [['gardening'], { summary: '<p>My <b>garden</b></p>' }, true],
  [['href'], { summary: '<p><a href="https://x.example/">link</a></p>' }, false],
  [['ﬁnance'], 'Finance for all', true],
  [['ＡＢＣ'], 'The ABC of bread', true],
])

table('english', 'simple', [
  [['cats'], 'The cat is back', true],
  [['elections'], 'Election', true],
  [['London'], 'London', true],
])

table('english', 'german', [
  [['London'], 'Ein Sommer in London', true],
  [['Merkel'], 'Merkel im Gespräch', true],
  [['gift'], 'Die Gifte der Pflanzen', false],
  [['news'], 'Das Neue und der New Deal', false],
  [['"Angela Merkel"'], 'Angela Merkel liest', true],
])

table('german', 'german', [
  [['Wahl'], 'Die Wahlen in Hessen', true],
  [['Wahlen'], 'Nach der Wahl', true],
  [['Bücher'], 'Ein Buch für den Sommer', true],
  [['Buches'], 'Ein Buch für den Sommer', true],
  [['Straße'], 'Auf der Strasse', true],
  [['"künstliche Intelligenz"'], 'Wie künstliche Intelligenz lernt', true],
  [['"künstliche Intelligenz"'], 'Wie künstlich ist Intelligenz', false],
  [['Wärmepump*'], 'Wärmepumpen werden billiger', true],
  [['Bahn', '-Streik'], 'Streiks bei der Bahn', false],
  [['Bahn', '-Streik'], 'Neue Züge der Bahn', true],
])
table('german', 'simple', [[['Wahlen'], 'Nach der Wahl in Hessen und Bayern', true]])

table('french', 'french', [
  [['élection'], 'Les élections en France', true],
  [['election'], 'L’élection du maire', true],
  [['chevaux'], 'Des chevaux sauvages', true],
  [['"pomme de terre"'], 'La pomme de terre', true],
  [['pomme -terre'], 'La pomme de terre', false],
])

table('russian', 'russian', [
  [['город'], 'Большие города России', true],
  [['ёлка'], 'Елки в Москве', true],
  [['"Большие города"'], 'Большие города России', true],
])
table('russian', 'simple', [[['выборы'], 'На выборах победили', true]])

table('simple', 'simple', [
  [['北京'], '北京大学发布报告', true],
  [['京大'], '北京大学发布报告', true],
  [['大学报告'], '北京大学发布报告', false],
  [['北京大学'], '北京发布大学', false],
  [['京'], '东京奥运会', true],
  [['会'], '东京奥运会', true],
  [['海'], '东京奥运会', false],
  [['人工智能 芯片'], '芯片与人工智能', true],
  [['人工智能 芯片'], '人工智能的未来', false],
  [['北京', '-大学'], '北京大学', false],
  [['iPhone 发布'], 'iPhone发布会', true],
  [['"iPhone发布"'], '新iPhone发布了', true],
  [['人工智能'], { summary: '<p>谈<b>人工</b>智能</p>' }, true],
  [['人工智能'], { summary: '<p>人工</p><p>智能</p>' }, false],
  [['経済'], { tags: ['日本経済'] }, true],
  [['ｶﾀｶﾅ'], 'カタカナの歴史', true],
  [['コーヒー'], '美味しいコーヒーの店', true],
  [['コーヒ*'], '美味しいコーヒーの店', true],
  [['東京都'], '東京と京都', false],
  [['ประเทศไทย'], 'ข่าวประเทศไทยวันนี้', true],
  [['วันนี้'], 'ข่าวประเทศไทยวันนี้', true],
  [['เชียงใหม่'], 'ข่าวประเทศไทยวันนี้', false],
])
table('english', 'simple', [
  [['東京', 'tokyo'], '東京の夜', true],
  [['한국'], '한국 경제', true],
])

// Words as people type them, and as papers print them.
table('english', 'english', [
  [['amazon'], 'Amazon.com raises its pay', true],
  [['amazon.com'], 'Amazon.com raises its pay', true],
  [['amazon.com'], 'The Amazon is a river', false],
  [['nodejs'], 'What is new in Node.js', true],
  [['shell', '-shelling'], 'Shell sells its refinery', true],
  [['shell', '-shelling'], 'The shelling of the port; a shell hit the quay', false],
  [['shell', '-shelling'], 'Two shellings and one shell', false],
  [['target', '-missile'], 'Missiles miss their target', false],
  [['target', '-missiles'], 'A missile hits its target', false],
  [['race', '-city'], 'A race of two cities', false],
  [['race', '-woman'], 'Women win the race', false],
  [['race', '-racing'], 'A race across the bay', true],
  [['walmart'], 'Wal-Mart lowers its forecast', true],
  [['wal-mart'], 'Walmart lowers its forecast', true],
  [['wal-mart'], 'Wal Mart lowers its forecast', true],
  [['wal mart'], 'Wal-Mart lowers its forecast', true],
  [['target', '-wal-mart'], 'Target and Walmart', false],
  [['email'], 'Who still writes an e-mail', true],
  [['covid19'], 'COVID-19 cases fall', true],
  [['covid 19'], 'COVID-19 cases fall', true],
  [['"solid state battery"'], 'A solid-state battery', true],
  [['"solid-state battery"'], 'A solid state battery', true],
  [['at&t'], 'AT&T sells its cable network', true],
  [['AT&T'], { summary: '<p>The union at AT&amp;T agrees</p>' }, true],
  [['s&p 500'], 'The S&P 500 closes higher', true],
  [['un'], 'The U.N. sends observers', true],
  [['israel'], 'Israel/Palestine: talks resume', true],
  [['apple'], "Apple's new phone", true],
  [['apple'], 'Apple’s new phone', true],
  [['mcdonalds'], "McDonald's opens in Bath", true],
  [["mcdonald's"], 'McDonald’s opens in Bath', true],
  [['bank', "-moody's"], 'Moody’s looks at a bank', false],
  [['Zürich'], 'Zuerich in winter', true],
  [['Zurich'], 'Zürich in winter', true],
  [['Zuerich'], 'Zürich in winter', true],
])

table('german', 'german', [
  [['Müller'], 'Mueller gewinnt', true],
  [['Mueller'], 'Müller gewinnt', true],
  [['Muller'], 'Müller gewinnt', true],
  [['"Thomas Müller"'], 'Thomas Mueller gewinnt', true],
  [['Strasse'], 'Auf der Straße', true],
  [['E-Auto'], 'Das Eauto kommt', true],
  [['Lokführer'], 'Lokfuehrer im Streik', true],
  [['Mars', '-Mars-Riegel'], 'Ein Marsriegel vom Mars', false],
  [['Bank', '-Parkbank'], 'Bänke im Park: jede Parkbank zählt, sagt die Bank', false],
  [['Bank', '-Parkbank'], 'Die Bank stiftet Parkbänke', false],
  [['Schuss', '-Schütze'], 'Ein Schuss schützt nicht', true],
  [['Bahn', '-Köln'], 'Die Bahn in Koeln', false],
])

table('french', 'french', [
  [['journal', '-cheval'], 'Un journal sur les chevaux', false],
  [['orange', '-fruits'], "L'orange est un fruit", false],
  [['vaccin', '-vaccination'], 'Un vaccin pour tous', true],
  [['porte-avions'], 'Le porte avions rentre à Toulon', true],
])

table('spanish', 'spanish', [
  [['juego', '-luz'], 'Juego de luces', false],
  [['banco', '-playa'], 'Un banco en las playas', false],
  [['año nuevo'], 'El ano nuevo', true],
])

table('italian', 'italian', [
  [['calcio', '-amica'], 'Il calcio delle amiche', false],
  [['calcio', '-giuoco'], 'Calcio e giuochi', false],
])

table('swedish', 'swedish', [
  [['Malmö'], 'Malmoe bygger', true],
  [['hamn', '-båt'], 'Båtar i hamn', false],
])
table('danish', 'danish', [[['København'], 'Koebenhavn bygger metro', true]])

table('simple', 'simple', [
  [['한국'], '한국은 수출이 늘었다', true],
  [['한국'], '한국경제 회복', true],
  [['수출'], '한국은 내수가 늘었다', false],
  [['苹果', '-水果'], '苹果等水果降价', false],
  [['iPhone 17'], 'iPhone17发布', false],
  [['５Ｇ'], '5G网络', true],
])

it('reads hostile words in linear time', async () => {
  const times: number[] = []
  for (const length of [20_000, 40_000]) {
    for (const piece of ['a-', 'ä', 'a.b&', 'Wal-Mart ', '"a-b" ', '京a-']) {
      const text = piece.repeat(length / piece.length)
      const started = performance.now()
      await database.query(
        `select spell_otherwise($1), story_bits('simple', left($1, 500), $1), keyword_query(left($1, 2000), 'german', true)`,
        [text],
      )
      times.push(performance.now() - started)
    }
  }
  const sum = (half: number[]) => half.reduce((total, time) => total + time, 0)
  expect(sum(times.slice(6))).toBeLessThan(8 * sum(times.slice(0, 6)) + 500)
})

it('lets the one search index serve every kind of keyword', async () => {
  const client = new pg.Client({ connectionString: database.directUrl })
  await client.connect()
  try {
    // A table this small would be read whole; what is proved is that the index can answer.
    await client.query('set enable_seqscan = off')
    for (const keyword of ['cats', '"New York"', 'kube*', '北京大学', '京', 'jaguar -car', 'electric cars']) {
      const id = await topic(await user(), [keyword, '-nothing'])
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain select id from articles where search @@ (select any_query(searches, exclusions) from topics where id = ${id})`,
      )
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(
        'Bitmap Index Scan on articles_search_index',
      )
    }
  } finally {
    await client.end()
  }
})
