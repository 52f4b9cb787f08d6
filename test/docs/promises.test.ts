import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const rows = readFileSync('docs/promises.md', 'utf8')
  .split('\n')
  .map((line) => /^\| (.+?) \| \[([^\]]+)\]\(([^)]+)\) \| (.+?) \|$/.exec(line))
  .filter((row) => row !== null)
  .map(([, promise, name, link, words]) => ({ promise, name: name!, link: link!, words: words! }))

it('lists promises', () => expect(rows.length).toBeGreaterThan(25))

it.each(rows)('$promise', ({ name, link, words }) => {
  expect(join('docs', link)).toBe(name)
  expect(readFileSync(name, 'utf8').toLowerCase()).toContain(words.toLowerCase())
})
