import { expect, test } from 'vitest'
import { readFeed } from '../../../src/ingest/read-feed.ts'
import { encode } from './encode.ts'
import { NOW } from './read-fixture.ts'

const document = (title: string, declared?: string) =>
  `${declared ? `<?xml version="1.0" encoding="${declared}"?>` : '<?xml version="1.0"?>'}<rss version="2.0"><channel><title>${title}</title><item><title>${title}</title><link>https://e.example/1</link></item></channel></rss>`

function wide(text: string, size: 2 | 4, little: boolean, mark: boolean): Uint8Array {
  const units =
    size === 2 ? Array.from(text, (c) => c.charCodeAt(0)) : Array.from(text, (c) => c.codePointAt(0) ?? 0)
  const all = mark ? [0xfeff, ...units] : units
  const view = new DataView(new ArrayBuffer(all.length * size))
  for (const [at, unit] of all.entries()) {
    if (size === 2) view.setUint16(at * 2, unit, little)
    else view.setUint32(at * 4, unit, little)
  }
  return new Uint8Array(view.buffer)
}

const read = async (bytes: Uint8Array, contentType: string | null = null) => {
  const { feed, articles } = await readFeed(bytes, { url: '', contentType, now: NOW })
  expect(articles[0]?.title).toBe(feed.title)
  return feed
}

const SAMPLES: [string, string][] = [
  ['iso-8859-1', 'Crème brûlée à Zürich'],
  ['windows-1252', '“Smart” – naïve…'],
  ['iso-8859-2', 'Zażółć gęślą jaźń'],
  ['windows-1250', 'Příliš žluťoučký kůň'],
  ['windows-1251', 'Съешь ещё этих булок'],
  ['koi8-r', 'Широкая электрификация'],
  ['koi8-u', 'Їжак і ґава'],
  ['iso-8859-5', 'Утро туманное'],
  ['windows-1253', 'Ξεσκεπάζω τὴν'.replace('ὴ', 'ή')],
  ['iso-8859-7', 'Καλημέρα κόσμε'],
  ['windows-1254', 'İstanbul’da çığ'],
  ['windows-1255', 'שלום עולם'],
  ['windows-1256', 'مرحبا بالعالم'],
  ['windows-1257', 'Ąžuolas ir šermukšnis'],
  ['windows-874', 'สวัสดีชาวโลก'],
  ['iso-8859-15', 'Prix : 5 €'],
  ['macintosh', 'Café in München'],
  ['shift_jis', '港の朝の市場'],
  ['euc-jp', '港の朝の市場'],
  ['euc-kr', '아침 항구 소식'],
  ['gbk', '海港早晨的消息'],
  ['gb18030', '海港早晨的消息'],
  ['big5', '海港早晨的消息'],
]

test.each(SAMPLES)('%s by the XML declaration and by the HTTP charset', async (label, title) => {
  expect((await read(encode(document(title, label), label))).title).toBe(title)
  const feed = await read(
    encode(document(title), label),
    `application/rss+xml; charset="${label.toUpperCase()}"`,
  )
  expect(feed).toMatchObject({ title, encoding: label })
})

test.each([
  [2, true],
  [2, false],
  [4, true],
  [4, false],
] as const)('UTF with %i bytes, little endian %s, with and without a mark', async (size, little) => {
  for (const mark of [true, false]) {
    for (const declared of [`utf-${size * 8}`, undefined]) {
      const feed = await read(
        wide(document('Ωmega été 漢字', declared), size, little, mark),
        'text/xml; charset=utf-8',
      )
      expect(feed).toMatchObject({
        title: 'Ωmega été 漢字',
        encoding: `utf-${size * 8}${little ? 'le' : 'be'}`,
      })
    }
  }
})

test('a wrong label gives way to what the bytes are', async () => {
  const utf8 = new TextEncoder()
  expect((await read(utf8.encode(document('Grüße', 'iso-8859-1')))).title).toBe('Grüße')
  expect((await read(utf8.encode(document('Grüße')), 'text/xml; charset=iso-8859-1')).title).toBe('Grüße')
  expect((await read(utf8.encode(document('Grüße', 'x-nonsense')))).title).toBe('Grüße')
  expect((await read(utf8.encode(document('Grüße', 'utf-16')))).title).toBe('Grüße')
  expect((await read(encode(document('Grüße', 'utf-8'), 'windows-1252'))).title).toBe('Grüße')
  expect(
    (await read(Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8.encode(document('Grüße', 'koi8-r'))))).title,
  ).toBe('Grüße')
})

test('without a label the language of the feed tells', async () => {
  const russian = document('Съешь ещё').replace('<title>', '<language>ru</language><title>')
  expect((await read(encode(russian, 'windows-1251'))).title).toBe('Съешь ещё')
  expect((await read(encode(russian, 'koi8-r'))).title).toBe('Съешь ещё')
  const japanese = document('港の朝').replace('<title>', '<language>ja</language><title>')
  expect((await read(encode(japanese, 'euc-jp'))).title).toBe('港の朝')
  expect((await read(encode(japanese, 'shift_jis'))).title).toBe('港の朝')
})

const GUESSED: [string, string[]][] = [
  ['La forêt où les élèves ont planté des chênes : déjà très haute', ['windows-1252']],
  ['Die Bäume im Süden wachsen größer', ['windows-1252']],
  ['The harbour’s “quiet” café — open again', ['windows-1252']],
  ['Zażółć gęślą jaźń, a źrebię śpi', ['windows-1250', 'iso-8859-2']],
  ['Příliš žluťoučký kůň úpěl ďábelské ódy', ['windows-1250', 'iso-8859-2']],
  ['Съешь ещё этих мягких французских булок', ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866']],
  ['Їжак і ґава живуть у лісі', ['windows-1251', 'koi8-u']],
  ['Το λιμάνι ξυπνά με τον ήλιο', ['windows-1253', 'iso-8859-7']],
  ['İstanbul’da sabah yağmur yağdı, çarşı açıldı', ['windows-1254']],
  ['הנמל מתעורר עם הזריחה', ['windows-1255']],
  ['الميناء يستيقظ مع شروق الشمس', ['windows-1256', 'iso-8859-6']],
  ['ท่าเรือตื่นขึ้นพร้อมกับดวงอาทิตย์', ['windows-874']],
  ['港の朝の市場が開きました', ['shift_jis', 'euc-jp']],
  ['아침 항구의 시장이 문을 열었다', ['euc-kr']],
  ['港口的早晨来了，我们的市场开了', ['gb18030']],
  ['港口的早晨來了，我們的市場開了', ['big5']],
]

test.each(GUESSED)('without label or language the letters tell: %s', async (title, labels) => {
  for (const label of labels) expect((await read(encode(document(title), label))).title).toBe(title)
})

test('a character cut in two costs itself, not the encoding', async () => {
  const cut = (bytes: Uint8Array, stray: number) =>
    readFeed(Uint8Array.of(...bytes.subarray(0, 100), stray, ...bytes.subarray(100)), { url: '', now: NOW })
  const long = 'Grüße aus Österreich, schöne Bäume und süße Äpfel. '.repeat(4)
  const utf8 = await cut(new TextEncoder().encode(document(long)), 0xe2)
  expect(utf8.feed).toMatchObject({
    encoding: 'utf-8',
    title: expect.stringMatching(/^Grüße.*\ufffd.*Äpfel\.$/),
  })
  expect(utf8.articles[0]?.title).toBe(long.trim())
  const japanese = '港の朝の市場が開きました。'.repeat(10)
  const sjis = await cut(encode(document(japanese), 'shift_jis'), 0xfd)
  expect(sjis).toMatchObject({ feed: { encoding: 'shift_jis' }, articles: [{ title: japanese }] })
})

test('ISO-2022-JP is known by its escapes; ASCII served as text is US-ASCII', async () => {
  const escaped = Uint8Array.from(document('\u001b$B9A$ND+\u001b(B'), (character) => character.charCodeAt(0))
  expect(await read(escaped)).toMatchObject({ title: '港の朝', encoding: 'iso-2022-jp' })
  const ascii = new TextEncoder().encode(document('plain'))
  expect((await read(ascii, 'text/xml')).encoding).toBe('us-ascii')
  expect((await read(ascii, 'application/xml')).encoding).toBe('utf-8')
})

test('UTF-8 encoded twice and windows-1252 left at C1 are mended', async () => {
  expect((await read(new TextEncoder().encode(document('caf\u00c3\u00a9 \u00e2\u0080\u00a6')))).title).toBe(
    'café …',
  )
  expect((await read(new TextEncoder().encode(document('don\u0092t \u20ac')))).title).toBe('don’t €')
})

test.each([
  ['itâ€™s', 'it’s'],
  ['Howdy ðŸ‘‹', 'Howdy 👋'],
  ['NoÃ«l et fÃªte', 'Noël et fête'],
  ['ÃƒÂ©tÃƒÂ©', 'été'],
  ['РџСЂРёРІРµС‚ РјРёСЂ', 'Привет мир'],
  ['Ð¿Ñ€Ð¸Ð²ÐµÑ‚', 'привет'],
  ['Tiáº¿ng Viá»‡t', 'Tiếng Việt'],
  ['вЂ“', '–'],
])('%s was encoded twice', async (written, title) => {
  expect((await read(new TextEncoder().encode(document(written)))).title).toBe(title)
})

test.each([
  'l’enfant « doué », « surdoué »',
  'MANHÃ… IRMÃ”',
  'JOSÉ’S CAFÉ…',
  '„Größe“ – Fuß”',
  'Привет — «мир» С РОЖДЕСТВОМ',
  'Straße à côté',
  'Á»',
])('%s was not', async (title) => {
  expect((await read(new TextEncoder().encode(document(title)))).title).toBe(title)
})

test('single bytes of windows-1252 in UTF-8 are read where nothing else can be meant', async () => {
  const pasted = (before: string, byte: number, after: string) => {
    const [start, end] = document('|').split('|', 2) as [string, string]
    const utf8 = (text: string) => [...new TextEncoder().encode(text)]
    const title = [...utf8(before), byte, ...utf8(after)]
    return readFeed(
      Uint8Array.from([...utf8(start), ...title, ...utf8(end), ...utf8('</title></item></channel></rss>')]),
      { url: '', now: NOW },
    )
  }
  const titleOf = async (...given: Parameters<typeof pasted>) => (await pasted(...given)).feed.title
  expect(await titleOf('Über den Fluß: it', 0x92, 's late')).toBe('Über den Fluß: it’s late')
  expect(await titleOf('Grüße aus dem Caf', 0xe9, ' dort, schöne Tage')).toBe(
    'Grüße aus dem Café dort, schöne Tage',
  )
  expect(await titleOf('Grüße', 0xe2, ' schöne Tage')).toMatch(/^Grüße\ufffd/)
  expect(await titleOf('港の朝の市場', 0xe9, 'a 港')).toMatch(/\ufffd/)
})

test('a label over valid UTF-8 lies, of whatever alphabet it is', async () => {
  for (const label of ['windows-1251', 'koi8-r', 'iso-8859-2', 'windows-1256', 'shift_jis', 'gbk']) {
    const title = label === 'shift_jis' || label === 'gbk' ? '港の朝の市場が' : 'Русский канал'
    expect((await read(new TextEncoder().encode(document(title, label)))).title).toBe(title)
  }
})

test('surrogates of three bytes each are one character', async () => {
  const cesu8 = [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x8a]
  const utf8 = new TextEncoder().encode(document('Grüße |'))
  const at = utf8.indexOf(0x7c)
  const once = Uint8Array.from([...utf8.slice(0, at), ...cesu8, ...utf8.slice(at + 1)])
  expect((await readFeed(once, { url: '', now: NOW })).feed.title).toBe('Grüße 😊')
})
