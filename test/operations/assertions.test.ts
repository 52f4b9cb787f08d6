import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseAst } from 'vitest/node'

/**
 * Type assertions are what the compiler believes without a proof, so `src` has few of them. What is left stands where a
 * generic type says more than TypeScript can follow, each with its reason beside it.
 */
const MOST_ASSERTIONS = 15

interface Assertion {
  file: string
  line: number
  text: string
  /** `as unknown as T`: an assertion of an assertion, which the compiler accepts for any two types. */
  isDouble: boolean
}

const isNode = (value: unknown): value is { type: string; start: number; end: number } =>
  typeof value === 'object' && value !== null && 'type' in value

/** The type assertions of a file, `<T>value` included; `as const` asserts nothing. */
function assertionsOf(file: string, text: string): Assertion[] {
  const found: Assertion[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each)
    if (!isNode(value)) return
    if (/^TS(AsExpression|TypeAssertion)$/.test(value.type) && 'expression' in value) {
      const written = text.slice(value.start, value.end)
      const { expression } = value
      const isDouble = isNode(expression) && /^TS(AsExpression|TypeAssertion)$/.test(expression.type)
      const line = text.slice(0, value.start).split('\n').length
      if (!/\bas const$|^<const>/.test(written)) found.push({ file, line, text: written, isDouble })
    }
    for (const child of Object.values(value)) visit(child)
  }
  visit(parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' }))
  return found
}

const show = ({ file, line, text }: Assertion) => `${file}:${line} ${text.replace(/\s+/g, ' ')}`

describe('the type assertions of src', () => {
  const sources = globSync('src/**/*.{ts,tsx}').sort()
  const all = sources.flatMap((file) => assertionsOf(file, readFileSync(file, 'utf8')))

  it('are found in every form', () => {
    const text = [
      'const a = b as string // one',
      "const c = ['d'] as const",
      'const e = f as unknown as number',
      'const g = <boolean>h',
      "const i = { j: 'as text' } satisfies object",
      '/* as comment */ const k = l!',
    ].join('\n')
    const found = assertionsOf('example.ts', text)
    expect(found.map(({ text }) => text)).toEqual([
      'b as string',
      'f as unknown as number',
      'f as unknown',
      '<boolean>h',
    ])
    expect(found.filter(({ isDouble }) => isDouble).map(show)).toEqual([
      'example.ts:3 f as unknown as number',
    ])
    expect(assertionsOf('example.tsx', 'const a = <p>{b as string}</p>').map(({ text }) => text)).toEqual([
      'b as string',
    ])
  })

  it(`are ${MOST_ASSERTIONS} at most`, () => {
    expect(all.length, all.map(show).join('\n')).toBeLessThanOrEqual(MOST_ASSERTIONS)
  })

  it('are never doubled', () => {
    expect(all.filter(({ isDouble }) => isDouble).map(show)).toEqual([])
  })

  it('are not replaced by comments that silence the compiler or the linter', () => {
    const silencing = /@ts-(ignore|expect-error|nocheck)|biome-ignore/
    const found = sources.filter((file) => silencing.test(readFileSync(file, 'utf8')))
    expect(found).toEqual([])
  })
})
