import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** The house from the ground up: a file imports files of its own room and of the floors below, types included. */
const FLOORS = [
  ['count-values', 'errors', 'keys-of', 'version'],
  ['log'],
  ['database-url'],
  ['mail-settings'],
  ['config'],
  ['db'],
  ['agenda', 'retention'],
  ['ingest'],
  ['transports'],
  ['summaries'],
  ['bindings'],
  ['http'],
  ['features'],
  ['embeddings'],
  ['contract', 'web'],
  ['outbox'],
  ['app', 'client'],
  ['worker'],
]

type Graph = ReadonlyMap<string, readonly string[]>

/** What a file imports or re-exports, `import type` and `import()` included. */
const importsOf = (text: string) =>
  [...text.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier]) => specifier!)

const sources = globSync('src/**/*.{ts,tsx}').sort()
const imports = new Map(sources.map((file) => [file, importsOf(readFileSync(file, 'utf8'))]))
const resolve = (file: string, specifier: string) => join(file, '..', specifier)
const graph: Graph = new Map(
  [...imports].map(([file, specifiers]) => [
    file,
    specifiers
      .filter((each) => each.startsWith('.'))
      .map((each) => resolve(file, each))
      .filter((each) => imports.has(each)),
  ]),
)
const arrows = [...graph].flatMap(([from, targets]) => targets.map((to) => ({ from, to })))
const show = ({ from, to }: { from: string; to: string }) => `${from} -> ${to}`

/** `src/db/open.ts` is in `db`, `src/app.ts` is `app`. */
const roomOf = (file: string) => file.split('/')[1]!.replace(/\.tsx?$/, '')
const floorOf = (file: string) => FLOORS.findIndex((rooms) => rooms.includes(roomOf(file)))
const isWorkers = (file: string) => !/^src\/(local|migrate)\//.test(file)

/** The files that reach themselves, grouped with those that they reach and that reach them (Tarjan 1972). */
function circlesOf(graph: Graph): string[][] {
  const circles: string[][] = []
  const order = new Map<string, number>()
  const open: string[] = []
  const visit = (file: string): number => {
    const own = order.size
    let lowest = own
    order.set(file, own)
    open.push(file)
    for (const next of graph.get(file) ?? []) {
      if (!order.has(next)) lowest = Math.min(lowest, visit(next))
      else if (open.includes(next)) lowest = Math.min(lowest, order.get(next)!)
    }
    if (lowest === own) {
      const circle = open.splice(open.indexOf(file))
      if (circle.length > 1 || graph.get(file)?.includes(file)) circles.push(circle.sort())
    }
    return lowest
  }
  for (const file of graph.keys()) if (!order.has(file)) visit(file)
  return circles
}

describe('the imports of src', () => {
  it('are found, of every kind', () => {
    const text = [
      "import type { A } from './a.ts'",
      "import {\n  b,\n} from './b.ts'",
      "export { c } from './c.ts'",
      "const d = await import('./d.ts')",
      "import './e.ts'",
    ].join('\n')
    expect(importsOf(text)).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts'])
    expect(arrows.length).toBeGreaterThan(sources.length)
  })

  it('have no circle between files', () => {
    const tangled = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', ['e']],
      ['e', []],
      ['f', ['f']],
    ])
    expect(circlesOf(tangled)).toEqual([['a', 'b', 'c'], ['f']])
    expect(circlesOf(graph)).toEqual([])
  })

  it('go from a room to the floors below it', () => {
    const workers = arrows.filter(({ from }) => isWorkers(from))
    const misplaced = sources.filter((file) => isWorkers(file) && floorOf(file) === -1)
    expect(misplaced, 'rooms that no floor has').toEqual([])
    const isBelow = ({ from, to }: { from: string; to: string }) =>
      roomOf(from) === roomOf(to) || (floorOf(to) !== -1 && floorOf(to) < floorOf(from))
    expect(workers.filter((arrow) => !isBelow(arrow)).map(show)).toEqual([])
  })

  it('leave src/migrate only for packages, so that other projects can adopt it', () => {
    const leaving = arrows.filter(({ from, to }) => roomOf(from) === 'migrate' && roomOf(to) !== 'migrate')
    expect(leaving.map(show)).toEqual([])
  })

  it('reach the routes of a feature from the contract, the app and its own routes only', () => {
    const isRoutes = (file: string) => /^src\/features\/.*routes\.ts$/.test(file)
    const isMount = (from: string, to: string) =>
      /^(app|contract)$/.test(roomOf(from)) || (isRoutes(from) && dirname(from) === dirname(to))
    const others = arrows.filter(({ from, to }) => isRoutes(to) && !isMount(from, to))
    expect(others.map(show)).toEqual([])
  })

  it('keep Hono and HTTP away from statements', () => {
    const withStatements = [...graph].filter(([, targets]) => targets.includes('src/db/statement.ts'))
    expect(withStatements.length).toBeGreaterThan(20)
    const speaksHttp = (file: string, specifier: string) =>
      /^(hono|node:)/.test(specifier) ||
      (roomOf(resolve(file, specifier)) === 'http' && !/(table-)?fields\.ts$/.test(specifier))
    const found = withStatements.flatMap(([file]) =>
      imports
        .get(file)!
        .filter((specifier) => speaksHttp(file, specifier))
        .map((to) => show({ from: file, to })),
    )
    expect(found).toEqual([])
  })

  it('bring nothing of Node into the worker', () => {
    const found = [...imports].flatMap(([file, specifiers]) =>
      isWorkers(file)
        ? specifiers.filter((each) => each.startsWith('node:')).map((to) => show({ from: file, to }))
        : [],
    )
    expect(found).toEqual([])
  })
})
