import { expect, test } from 'vitest'
import { checkStatements } from '../../src/migrate/check/statements.ts'
import { statements, writeFolder } from './folder.ts'
import { useScratch } from './harness.ts'

const scratch = useScratch()
let count = 0

async function lint(up: string): Promise<string[]> {
  count += 1
  const folder = writeFolder(scratch(`lint-${count}`), [{ tag: '0000_x', up }])
  const bare = {
    path: '',
    schema: undefined,
    table: undefined,
    databaseUrl: undefined,
    schemaFilter: [],
    raw: {},
  }
  const findings = await checkStatements({
    config: { ...bare, folder },
    databaseUrl: undefined,
    report: () => {},
  })
  return findings.map((line) => line.replace(/^.*0000_x\.sql/, ''))
}

test.each([
  ['CREATE INDEX i ON t (x);', ':1 require-concurrent-index-creation'],
  ['ALTER TABLE t DROP COLUMN x;', ':1 ban-drop-column'],
  ['ALTER TABLE t ADD COLUMN x int NOT NULL;', ':1 adding-required-field'],
  ['ALTER TABLE t ALTER COLUMN x TYPE bigint;', ':1 changing-column-type'],
  ['ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (x) REFERENCES u (id);', ':1 adding-foreign-key-constraint'],
  ['ALTER TABLE t RENAME COLUMN x TO y;', ':1 renaming-column'],
])('%s is found', async (sql, finding) => {
  expect((await lint(sql)).join('\n')).toContain(finding)
})

test('what is safe passes, and timeouts and taste are not asked for', async () => {
  expect(
    await lint(
      statements(
        'CREATE TABLE t (id int, c char(64), v varchar(9));',
        'CREATE INDEX i ON t (c);',
        'ALTER TABLE t ADD COLUMN x int;',
      ),
    ),
  ).toEqual([])
  expect(await lint('-- no-transaction\nCREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (x);')).toEqual([])
})

test('one is allowed with a reason, in its own statement only', async () => {
  const allowed = '-- squawk-ignore ban-drop-column: nothing reads it since 1.2\nALTER TABLE t DROP COLUMN x;'
  expect(await lint(allowed)).toEqual([])
  const [finding, ...others] = await lint(statements(allowed, 'ALTER TABLE t DROP COLUMN y;'))
  expect(finding).toMatch(/^:4 ban-drop-column/)
  expect(others).toEqual([])
  expect(
    await lint(
      '-- squawk-ignore-file ban-drop-column, ban-drop-table: all moved\n\nALTER TABLE t DROP COLUMN x;\nDROP TABLE u;',
    ),
  ).toEqual([])
})

test('without a reason it is not allowed', async () => {
  const findings = await lint('-- squawk-ignore ban-drop-column\nALTER TABLE t DROP COLUMN x;')
  expect(findings[0]).toMatch(/^:1 squawk-ignore gives no reason/)
  expect(findings[1]).toMatch(/^:2 ban-drop-column/)
})
