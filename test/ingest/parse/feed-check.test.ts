import { execFile, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { fixture } from './read-fixture.ts'

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const file = (name: string) => path(`../fixtures/${name}`)

function feedCheck(args: string[], input?: Uint8Array | string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--no-warnings', path('../../../src/local/feed-check.ts'), ...args],
    { encoding: 'utf8', input: input ?? '' },
  )
  return { status, stdout, stderr }
}

test('one feed: one JSON object of the promised shape', () => {
  const { status, stdout, stderr } = feedCheck([
    file('rss-plain.xml'),
    '--url',
    'https://harbour.example/feed',
  ])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const { feed, articles, skipped } = JSON.parse(stdout)
  expect(feed).toEqual({
    title: 'Harbour Gazette',
    link: 'https://harbour.example/',
    format: 'rss',
    encoding: 'utf-8',
  })
  expect(Object.keys(articles[0])).toEqual([
    'title',
    'link',
    'published_at',
    'date_is_guess',
    'author',
    'summary_raw',
    'tags',
    'guid',
    'content_hash',
  ])
  expect(articles[0].summary_raw).toContain('https://harbour.example/timetable')
  expect(skipped).toEqual([])
})

test('no feed, no file, no argument: exit 1 and a sentence on standard error', () => {
  expect(feedCheck([file('login-form.html')])).toEqual({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(/^This is a login form/),
  })
  expect(feedCheck(['no-such-file.xml'])).toMatchObject({
    status: 1,
    stderr: 'There is no file no-such-file.xml.\n',
  })
  expect(feedCheck([])).toMatchObject({ status: 1, stderr: expect.stringContaining('--help') })
})

test('many files: a line each in order, all read though one fails', () => {
  const names = ['atom-plain.xml', 'opml.xml', 'json-plain.json'].map(file)
  const { status, stdout } = feedCheck(names)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(status).toBe(1)
  expect(lines.map((line) => line.file)).toEqual(names)
  expect(lines[1]).toEqual({ file: names[1], error: expect.stringContaining('OPML') })
  expect(lines[2].articles).toHaveLength(2)
})

test('standard input with a Content-Type', () => {
  const koi8 = Uint8Array.from('<rss><channel><title>\xd0\xd2\xc9\xd7\xc5\xd4</title></channel></rss>', (c) =>
    c.charCodeAt(0),
  )
  const { status, stdout } = feedCheck(['-', '--content-type', 'text/xml; charset=koi8-r'], koi8)
  expect(status).toBe(0)
  expect(JSON.parse(stdout).feed).toMatchObject({ title: 'привет', encoding: 'koi8-r' })
})

test('a directory and a list of files stand for the files they hold', () => {
  const inDirectory = feedCheck([path('../fixtures')])
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(inDirectory.map((line) => line.file)).toContain(file('rss-plain.xml'))
  expect(inDirectory.length).toBeGreaterThan(20)
  const { status, stdout } = feedCheck(['--files-from', '-'], `${file('cdf.xml')}\n${file('atom-03.xml')}\n`)
  expect(status).toBe(0)
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).articles.length),
  ).toEqual([1, 1])
})

test('an address: fetched as ingest fetches it, a private one only if it is allowed', async () => {
  const agents: (string | undefined)[] = []
  const server = createServer((request, response) => {
    agents.push(request.headers['user-agent'])
    if (request.url === '/old') return response.writeHead(301, { location: '/dir/feed' }).end()
    response.writeHead(200, { 'content-type': 'text/xml' }).end(fixture('rss-plain.xml'))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const run = promisify(execFile)
  const script = ['--no-warnings', path('../../../src/local/feed-check.ts')]
  try {
    const { stdout } = await run(process.execPath, [
      ...script,
      '--allow-origin',
      `${origin}/`,
      `${origin}/old`,
    ])
    expect(JSON.parse(stdout).articles[0]).toMatchObject({
      link: 'https://harbour.example/ferry?id=7',
      summary_raw: expect.stringContaining(`${origin}/timetable`),
    })
    expect(agents).toHaveLength(2)
    expect(agents[0]).toContain('feed:check')
    await expect(run(process.execPath, [...script, `${origin}/old`])).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^[A-Z].*\.\n$/),
    })
    await expect(
      run(process.execPath, [...script, '--allow-origin', 'localhost', `${origin}/old`]),
    ).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('http://127.0.0.1:8000') })
    expect(agents).toHaveLength(2)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})

test('an address: what bytes, sizes and walls of real servers do not keep from being read', async () => {
  const item = (n: number) => `<item><title>Story ${n}</title><link>https://large.example/${n}</link></item>`
  const items = Array.from({ length: 90_000 }, (_, n) => item(n)).join('')
  const large = `<rss version="2.0"><channel><title>Large</title>${items}</channel></rss>`
  const small = `<rss version="2.0"><channel><title>Small</title>${item(1)}</channel></rss>`
  const server = createServer((request, response) => {
    const { url, headers } = request
    if (url === '/large') return response.end(large)
    if (url === '/lines') {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      return response.end(Buffer.concat([gzipSync(small), Buffer.from('\r\n')]))
    }
    if (url === '/brotli') {
      response.writeHead(200, { 'content-encoding': 'br' })
      return response.end(brotliCompressSync(small))
    }
    if (headers.cookie === 'seen=1') return response.end(small)
    return response.writeHead(302, { location: '/wall', 'set-cookie': 'seen=1; Path=/' }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const addresses = ['/lines', '/brotli', '/wall', '/large'].map((place) => origin + place)
  try {
    const script = [path('../../../src/local/feed-check.ts'), '--allow-origin', origin, ...addresses]
    const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', ...script], {
      maxBuffer: 64 * 1024 * 1024,
    })
    const read = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(read.map(({ error, articles }) => error ?? articles[0].title)).toEqual([
      'Story 1',
      'Story 1',
      'Story 1',
      'Story 0',
    ])
    expect(read[3].articles.length).toBe(10_000)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
})
