import { isDeepStrictEqual } from 'node:util'
import { resultObservers } from '../../src/db/database.ts'

/**
 * Every row that any test's statement gives has to be what its schema says, to the field. For queries of Drizzle's builder
 * the compiler knows already; for those in SQL this is what keeps their type true.
 */
resultObservers.add(({ name, returns }, rows) => {
  for (const row of rows) {
    const parsed = returns.safeParse(row)
    if (!parsed.success) throw new Error(`${name}: ${parsed.error.message}`)
    if (!isDeepStrictEqual(parsed.data, row)) {
      throw new Error(`${name}: the row has fields that its schema does not: ${JSON.stringify(row)}`)
    }
  }
})
