import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

const files = [...globSync('*.md'), ...globSync('docs/**/*.md'), ...globSync('src/**/*.md')].sort()
const read = (path: string) => readFileSync(path, 'utf8')

/** A heading's anchor as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

const anchorsOf = (path: string) =>
  [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchorOf(heading!))

/** The links and pictures of a document, without those in code. */
function linksOf(path: string): string[] {
  const prose = read(path)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(
    ([, link, source]) => (link ?? source)!,
  )
}

describe('the documents', () => {
  it('are all there', () => {
    const wanted =
      'how-it-works operations migrations fastapi changing performance security settings routes promises'
    for (const name of wanted.split(' ')) expect(files).toContain(`docs/${name}.md`)
    for (const name of ['CONTRIBUTING', 'CHANGELOG', 'AGENTS', 'SECURITY'])
      expect(files).toContain(`${name}.md`)
    const { version } = JSON.parse(read('package.json'))
    expect(read('CHANGELOG.md')).toContain(`## ${version}\n`)
  })

  it.each(files)('%s links to what is there', (path) => {
    const broken = linksOf(path).filter((link) => {
      if (/^(https?:|mailto:)/.test(link)) return false
      const [file, anchor] = link.split('#')
      const target = file ? normalize(join(dirname(path), file)) : path
      return !existsSync(target) || (anchor && !anchorsOf(target).includes(anchor))
    })
    expect(broken).toEqual([])
  })

  it('are each found from the README', () => {
    const reached = new Set(['README.md'])
    for (const path of reached)
      for (const link of linksOf(path)) {
        const target = normalize(join(dirname(path), link.split('#')[0]!))
        if (target.endsWith('.md') && existsSync(target)) reached.add(target)
      }
    const aside = ['AGENTS.md', 'docs/tables.md']
    expect(
      files.filter((path) => !reached.has(path) && !aside.includes(path) && !path.startsWith('src/')),
    ).toEqual([])
  })

  it('put every file that a shell block or a table names where it says', () => {
    for (const path of files)
      for (const [, named] of read(path).matchAll(/`((?:src|test|docs|drizzle)\/[\w./-]+\.\w+)`/g)) {
        // Examples of what is to be made are not there yet.
        if (/notes|NNNN|todo_priority|docs\/brief|drizzle\/migrate.json/.test(named!)) continue
        expect([path, named, existsSync(named!)]).toEqual([path, named, true])
      }
  })
})
