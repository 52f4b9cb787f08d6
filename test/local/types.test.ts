import { expect, test } from 'vitest'
import { post, startStack } from './stack.ts'

const stack = startStack()

/** [type, what is sent, what the driver gives back]. */
const ROUND_TRIPS: [type: string, sent: unknown, back: unknown][] = [
  ['int', 42, 42],
  ['int', -2147483648, -2147483648],
  ['bigint', '9007199254740993', '9007199254740993'],
  ['bigint', 9007199254740993n, '9007199254740993'],
  ['numeric', '123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
  ['float8', 0.1, 0.1],
  ['float8', 'NaN', Number.NaN],
  ['float8', 'Infinity', Number.POSITIVE_INFINITY],
  ['float4', '-Infinity', Number.NEGATIVE_INFINITY],
  ['bool', true, true],
  ['bool', false, false],
  ['text', '', ''],
  ['text', 'NULL', 'NULL'],
  ['text', `it's "quoted" \\back\\ \n\t\r \u0001 {a,b}`, `it's "quoted" \\back\\ \n\t\r \u0001 {a,b}`],
  ['text', 'Grüße, 日本語, 🎉, \u202e, é', 'Grüße, 日本語, 🎉, \u202e, é'],
  ['text', null, null],
  ['bytea', Buffer.from([0, 1, 0x5c, 0xff]), Buffer.from([0, 1, 0x5c, 0xff])],
  ['bytea', Buffer.alloc(0), Buffer.alloc(0)],
  ['json', { a: [1, null, 'x"y\\'] }, { a: [1, null, 'x"y\\'] }],
  ['jsonb', '"text"', 'text'],
  ['jsonb', 'null', null],
  ['uuid', '018f4e3a-0000-7000-8000-000000000001', '018f4e3a-0000-7000-8000-000000000001'],
  ['timestamptz', '2026-03-29T01:30:00.123Z', new Date('2026-03-29T01:30:00.123Z')],
  ['timestamptz', new Date('1999-12-31T23:59:59.999Z'), new Date('1999-12-31T23:59:59.999Z')],
  ['timestamptz', 'infinity', Number.POSITIVE_INFINITY],
  ['int4range', '[1,10)', '[1,10)'],
  ['tstzrange', '["2026-01-01 00:00:00+00",)', '["2026-01-01 00:00:00+00",)'],
  ['int[]', [1, null, 3], [1, null, 3]],
  ['int[]', [], []],
  [
    'int[][]',
    [
      [1, 2],
      [3, 4],
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'text[]',
    ['a,b', '"', '\\', 'NULL', '', ' ', '{}', 'ü\n'],
    ['a,b', '"', '\\', 'NULL', '', ' ', '{}', 'ü\n'],
  ],
  ['text[]', [null, 'x'], [null, 'x']],
  ['bool[]', [true, false, null], [true, false, null]],
  ['jsonb[]', [{ a: 1 }, { b: '"' }], [{ a: 1 }, { b: '"' }]],
  ['oid', 4294967295, 4294967295],
  ['"char"', 'x', 'x'],
]

test.each(ROUND_TRIPS)('%s comes back as the driver knows it', async (type, sent, back) => {
  const rows = await stack.sql.query(`select $1::${type} as value`, [sent])
  expect(rows).toEqual([{ value: back }])
})

test('intervals come back as their parts', async () => {
  const [row] = await stack.sql`select interval '1 year 2 days 03:04:05.5' as value`
  expect({ ...row!.value }).toEqual({
    years: 1,
    days: 2,
    hours: 3,
    minutes: 4,
    seconds: 5,
    milliseconds: 500,
  })
})

test('dates and times are in UTC', async () => {
  const rows =
    await stack.sql`select current_setting('timezone') as zone, timestamptz '2026-01-01 00:00Z' ::text as text`
  expect(rows).toEqual([{ zone: 'UTC', text: '2026-01-01 00:00:00+00' }])
})

test('case mapping knows Unicode, order is by code point', async () => {
  const rows =
    await stack.sql`select lower('ÉÖ') as low, 'a' < 'B' as a_first, pg_encoding_to_char(encoding) as encoding
    from pg_database where datname = current_database()`
  expect(rows).toEqual([{ low: 'éö', a_first: false, encoding: 'UTF8' }])
})

test('a parameter may be an array, object or number in raw JSON, too', async () => {
  const params = [[1, null, [2]].slice(0, 2), ['a"\\\n', 'NULL', null], { k: 'v' }, 1.5, true]
  const query = 'select $1::int[] a, $2::text[] b, $3::jsonb c, $4::numeric d, $5::bool e'
  const { json } = await post(stack, { query, params })
  expect(json.rows).toEqual([{ a: [1, null], b: ['a"\\\n', 'NULL', null], c: { k: 'v' }, d: '1.5', e: true }])
})

test('without raw text output values have their JSON form', async () => {
  const query = `select 1 i, 2::bigint b, 1.5::float8 f, 'NaN'::float8 n, null x, true t, '{"a":[1e3]}'::jsonb j,
    array[[1,2],[3,null]] ii, array['a,b','"q"',null,'NULL'] ss, '[0:1]={5,6}'::int[] bounds, array[1.5,'NaN']::float8[] ff`
  const { json } = await post(stack, { query, arrayMode: false })
  expect(json.rows).toEqual([
    {
      i: 1,
      b: '2',
      f: 1.5,
      n: 'NaN',
      x: null,
      t: true,
      j: { a: [1000] },
      ii: [
        [1, 2],
        [3, null],
      ],
      ss: ['a,b', '"q"', null, 'NULL'],
      bounds: [5, 6],
      ff: [1.5, 'NaN'],
    },
  ])
})

test('raw text and array mode go together or apart', async () => {
  const query = `select 7 as n, null as x`
  const raw = await post(stack, { query }, { 'Neon-Raw-Text-Output': 'true' })
  expect(raw.json.rows).toEqual([{ n: '7', x: null }])
  const array = await post(stack, { query }, { 'Neon-Array-Mode': 'true' })
  expect(array.json).toMatchObject({ rows: [[7, null]], rowAsArray: true })
  const own = await post(stack, { query, arrayMode: false }, { 'Neon-Array-Mode': 'true' })
  expect(own.json).toMatchObject({ rows: [{ n: 7, x: null }], rowAsArray: false })
})

test('full results tell command, count and columns', async () => {
  await stack.sql`create table counted (id int primary key, name varchar(20))`
  const insert = await stack.sql.query('insert into counted values (1, $1), (2, $1)', ['n'], {
    fullResults: true,
  })
  expect(insert).toMatchObject({ command: 'INSERT', rowCount: 2, rows: [], fields: [] })
  for (let again = 0; again < 3; again++) {
    const select = await stack.sql.query('select id, name from counted order by id', [], {
      fullResults: true,
      arrayMode: true,
    })
    expect(select).toMatchObject({
      command: 'SELECT',
      rowCount: 2,
      rowAsArray: true,
      rows: [
        [1, 'n'],
        [2, 'n'],
      ],
    })
    const [id, name] = select.fields
    expect(id).toMatchObject({
      name: 'id',
      dataTypeID: 23,
      columnID: 1,
      dataTypeSize: 4,
      dataTypeModifier: -1,
      format: 'text',
    })
    expect(name).toMatchObject({
      name: 'name',
      dataTypeID: 1043,
      columnID: 2,
      dataTypeSize: -1,
      dataTypeModifier: 24,
    })
    expect(id!.tableID).toBeGreaterThan(0)
  }
  const ddl = await stack.sql.query('drop table counted', [], { fullResults: true })
  expect(ddl).toMatchObject({ command: 'DROP', rowCount: null, rows: [] })
  expect(await stack.sql.query('', [], { fullResults: true })).toMatchObject({
    command: '',
    rowCount: null,
    rows: [],
  })
})
