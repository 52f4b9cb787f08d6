/** A statement of a script: its text with the comments in front of it, and where that begins. */
export type Piece = { text: string; offset: number }

/**
 * Splits a script at its semicolons, as the server's lexer does: not inside strings, quoted names, dollar quotes,
 * comments, parentheses (`CREATE RULE ... DO (a; b)`) or the body of `BEGIN ATOMIC ... END`. Reads the text once.
 */
export function splitSql(sql: string): Piece[] {
  const pieces: Piece[] = []
  let start = 0
  let depth = 0
  let atomic = 0
  let previousWord = ''
  let at = 0
  while (at < sql.length) {
    const end = skipOpaque(sql, at)
    if (end > at) {
      at = end
      continue
    }
    const character = sql.charAt(at)
    if (isWordStart(character)) {
      const word = readWord(sql, at)
      at += word.length
      const lower = word.toLowerCase()
      if (lower === 'atomic' && previousWord === 'begin' && atomic === 0) atomic = 1
      else if (atomic > 0 && lower === 'case') atomic += 1
      else if (atomic > 0 && lower === 'end') atomic -= 1
      previousWord = lower
      continue
    }
    if (character === '(') depth += 1
    else if (character === ')') depth = Math.max(0, depth - 1)
    else if (character === ';' && depth === 0 && atomic === 0) {
      pieces.push({ text: sql.slice(start, at + 1), offset: start })
      start = at + 1
      previousWord = ''
    }
    at += 1
  }
  if (start < sql.length) pieces.push({ text: sql.slice(start), offset: start })
  return pieces
}

/** The place after the comment, string, quoted name or dollar quote that begins at `at`; `at` when none does. */
function skipOpaque(sql: string, at: number): number {
  const two = sql.slice(at, at + 2)
  if (two === '--') {
    const newline = sql.indexOf('\n', at)
    return newline < 0 ? sql.length : newline
  }
  if (two === '/*') return endOfBlockComment(sql, at)
  const character = sql[at]
  if (character === '"') return endOfQuoted(sql, at, '"')
  if (character === "'") return endOfQuoted(sql, at, "'")
  if (/^e'$/i.test(two)) return endOfEscaped(sql, at + 1)
  if (character === '$') {
    // A tag follows the rules of a name and stays short; a parameter such as $1 is none.
    const tag = sql.slice(at, at + 128).match(/^\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/u)?.[0]
    if (!tag) return at
    const close = sql.indexOf(tag, at + tag.length)
    return close < 0 ? sql.length : close + tag.length
  }
  return at
}

// Postgres nests them.
function endOfBlockComment(sql: string, start: number): number {
  let depth = 0
  for (let at = start; at < sql.length; at++) {
    if (sql[at] === '/' && sql[at + 1] === '*') {
      depth += 1
      at += 1
    } else if (sql[at] === '*' && sql[at + 1] === '/') {
      depth -= 1
      at += 1
      if (depth === 0) return at + 1
    }
  }
  return sql.length
}

function endOfQuoted(sql: string, start: number, quote: string): number {
  // A doubled quote ends one and begins the next, which comes to the same.
  const close = sql.indexOf(quote, start + 1)
  return close < 0 ? sql.length : close + 1
}

function endOfEscaped(sql: string, start: number): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql[at] === '\\') at += 1
    else if (sql[at] === "'") return at + 1
  }
  return sql.length
}

function isWordStart(character: string): boolean {
  return /[\p{L}_]/u.test(character)
}

// A word that is followed by a quote and means a string (E'...') is no word.
function readWord(sql: string, at: number): string {
  const word = /[\p{L}\p{N}_$]+/uy
  word.lastIndex = at
  return word.exec(sql)?.[0] ?? sql.charAt(at)
}
