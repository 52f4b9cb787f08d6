const concurrentIndex =
  /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY (?:IF NOT EXISTS )?("[^"]+") ON ((?:"[^"]+"\.)?"[^"]+")/

/** A migration's statements, sorted by whether they can run in a transaction. */
export type Sorted = { inTransaction: string[]; concurrent: string[] }

/**
 * Sorts out `CREATE INDEX CONCURRENTLY`, which no transaction may hold. A table that the same migration makes is still
 * empty, so there the index is built the ordinary way.
 */
export function sortConcurrent(statements: string[]): Sorted {
  const made = new Set(statements.map((text) => text.match(/^CREATE TABLE ((?:"[^"]+"\.)?"[^"]+")/)?.[1]))
  const sorted: Sorted = { inTransaction: [], concurrent: [] }
  for (const text of statements) {
    const [, , table] = text.match(concurrentIndex) ?? []
    if (table === undefined) sorted.inTransaction.push(text)
    else if (made.has(table)) sorted.inTransaction.push(plain(text))
    else sorted.concurrent.push(text)
  }
  return sorted
}

/** The same index without CONCURRENTLY, for a transaction. */
export function plain(text: string): string {
  return concurrentIndex.test(text) ? text.replace(' CONCURRENTLY', '') : text
}

/** The way down of statements that build indexes concurrently; an index lives in its table's schema. */
export function dropConcurrent(statements: string[]): string[] {
  return statements.flatMap((text) => {
    const [, index, table] = text.match(concurrentIndex) ?? []
    if (!index || !table) return []
    const schema = table.match(/^("[^"]+")\."/)?.[1]
    return [`DROP INDEX CONCURRENTLY IF EXISTS ${schema ? `${schema}.` : ''}${index};`]
  })
}

/** Whether a statement drops one of the indexes that `concurrent` builds. */
export function dropsOneOf(text: string, concurrent: string[]): boolean {
  const names = concurrent.map((create) => create.match(concurrentIndex)?.[1])
  const dropped = text.match(/^DROP INDEX (?:"[^"]+"\.)?("[^"]+");?$/)?.[1]
  return dropped !== undefined && names.includes(dropped)
}
