import type { Migration } from '../read-migrations.ts'
import { plain } from './concurrent.ts'
import { diffFolderSnapshots, diffJournalSnapshots, emptyFolderSnapshot, upgradeSnapshot } from './kit.ts'
import { emptySnapshot, type Named } from './snapshot.ts'
import { readState } from './state.ts'

/** The names, schema and own, of what a snapshot describes. */
export type SnapshotNames = Record<
  'tables' | 'views' | 'enums' | 'sequences',
  [schema: string, name: string][]
>

/** The statements that make the schema of a migration's snapshot from nothing, and the names of what they make. */
export async function makeSnapshot(
  migration: Pick<Migration, 'snapshotFile' | 'tag' | 'layout'>,
): Promise<{ statements: string[]; names: SnapshotNames }> {
  const snapshot = await readState(migration)
  const nameOf = ({ schema, name }: Named): [string, string] => [schema || 'public', name]
  if (migration.layout === 'folders') {
    const { ddl = [] } = snapshot
    const of = (kind: string) =>
      ddl.filter(({ entityType, isExisting }) => entityType === kind && !isExisting).map(nameOf)
    const statements = await diffFolderSnapshots(emptyFolderSnapshot, snapshot, [])
    return {
      statements: statements.map(plain),
      names: { tables: of('tables'), views: of('views'), enums: of('enums'), sequences: of('sequences') },
    }
  }
  const whole = await upgradeSnapshot(snapshot)
  const of = (things: Record<string, Named>) =>
    Object.values(things)
      .filter(({ isExisting }) => !isExisting)
      .map(nameOf)
  const statements = await diffJournalSnapshots(emptySnapshot, whole)
  return {
    statements: statements.map(plain),
    names: {
      tables: of(whole.tables),
      views: of(whole.views),
      enums: of(whole.enums),
      sequences: of(whole.sequences),
    },
  }
}
