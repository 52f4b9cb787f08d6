import { readMigrations } from '../read-migrations.ts'
import { whyIrreversible } from '../rollback.ts'
import type { CheckContext } from './context.ts'

/** Every migration has a way down, or a line that says why there is none; adopted ones may do without. */
export async function checkWaysDown({ config: { folder }, all }: CheckContext): Promise<string[]> {
  const lacking = (await readMigrations(folder)).filter(
    ({ irreversible, adopted }) => !irreversible && (all || !adopted),
  )
  return lacking.flatMap((migration) => {
    const why = whyIrreversible(migration)
    return why ? [`${why}; write it, or put "-- irreversible: why" there`] : []
  })
}
