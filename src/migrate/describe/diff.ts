import type { SchemaDescription } from './index.ts'

/**
 * What differs, as lines: `-` stands in `expected` only, `+` in `actual` only. Of long definitions (functions,
 * views) only the lines that changed are given, below the object's name.
 */
export function diffSchemas(expected: SchemaDescription, actual: SchemaDescription): string[] {
  const keys = [...new Set([...expected.keys(), ...actual.keys()])].sort()
  return keys.flatMap((key) => diffObject(key, expected.get(key), actual.get(key)))
}

function diffObject(key: string, expected: string | undefined, actual: string | undefined): string[] {
  if (expected === actual) return []
  if (actual === undefined) return [`- ${oneLine(key, expected)}`]
  if (expected === undefined) return [`+ ${oneLine(key, actual)}`]
  const [before, after] = [expected.split('\n'), actual.split('\n')]
  if (before.length === 1 && after.length === 1) return [`- ${key}: ${expected}`, `+ ${key}: ${actual}`]
  while (before.length && before[0] === after[0]) {
    before.shift()
    after.shift()
  }
  while (before.length && before.at(-1) === after.at(-1)) {
    before.pop()
    after.pop()
  }
  return [`  ${key}:`, ...before.map((line) => `-   ${line}`), ...after.map((line) => `+   ${line}`)]
}

function oneLine(key: string, text = ''): string {
  const [first = '', ...rest] = text.split('\n')
  return `${key}${first ? `: ${first}` : ''}${rest.length ? ' ...' : ''}`
}
