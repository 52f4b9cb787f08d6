import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const FILE = 'test/types/mistakes.ts'

/** The lines of the file at which the compiler finds an error, with what it says. */
async function compile(): Promise<{ file: string; line: number; message: string }[]> {
  const { stdout } = await promisify(execFile)('tsc', ['-p', 'test/types']).catch((error) => error)
  return [...String(stdout).matchAll(/^(\S+)\((\d+),\d+\): error (.*)$/gm)].map(
    ([, file, line, message]) => ({
      file: file!,
      line: Number(line),
      message: message!,
    }),
  )
}

/** Each mistake with the lines that are its own: up to the next blank line. */
function mistakes() {
  const lines = readFileSync(FILE, 'utf8').split('\n')
  return lines.flatMap((text, at) => {
    const name = /^\/\/ mistake: (.*)/.exec(text)?.[1]
    if (name === undefined) return []
    const end = lines.findIndex((line, i) => i > at && line.trim() === '')
    return [{ name, from: at + 1, to: end }]
  })
}

describe('the compiler', async () => {
  const errors = await compile()

  it.each(mistakes())('refuses $name', ({ from, to }) => {
    expect(errors.filter(({ line }) => line > from && line <= to)).not.toEqual([])
  })

  it('finds nothing wrong beside them', () => {
    const expected = mistakes()
    const others = errors.filter(
      ({ file, line }) => file !== FILE || !expected.some(({ from, to }) => line > from && line <= to),
    )
    expect(others).toEqual([])
  })
})
