import { readFile, writeFile } from 'node:fs/promises'
import { MigrateError } from '../errors.ts'
import { type Place, readPlaces } from '../layout.ts'
import { breakpoint, splitStatements } from '../statements.ts'
import { dropConcurrent, dropsOneOf, plain, sortConcurrent } from './concurrent.ts'
import { firstComplaint, readAnswer, runDrizzleKit } from './drizzle-kit.ts'
import { appendPlace, dateLast } from './place.ts'
import { writeWayDown } from './way-down-of.ts'

/** What to generate; `args` go to drizzle-kit as they are (`--name x`, `--custom`, `--config`). */
export type GenerateOptions = { folder: string; args: string[]; env?: NodeJS.ProcessEnv }

/**
 * Lets drizzle-kit write the migration from the schema (or an empty one, with `--custom`), then adds its way
 * down. Indexes to be built concurrently get a migration of their own.
 * @returns the paths written; none when the schema has not changed.
 * @throws MigrateError when drizzle-kit fails, or does not say what it did.
 */
export async function generate(options: GenerateOptions): Promise<string[]> {
  const { folder, args } = options
  const place = await generateUp(options)
  if (!place) return []
  const { file, downFile } = place
  if (args.includes('--custom')) {
    await writeFile(downFile, customDown(place))
    return [file, downFile]
  }
  const statements = splitStatements(await readFile(file, 'utf8')).map(({ text }) => text.trim())
  const { inTransaction, concurrent } = sortConcurrent(statements)
  const down = await writeWayDown(folder, place, statements)
  const ordinary = down.filter((text) => !dropsOneOf(text, concurrent)).map(plain)
  if (concurrent.length > 0 && inTransaction.length === 0) return writeConcurrent(place, concurrent)
  if (inTransaction.join() !== statements.join()) await writeStatements(file, inTransaction)
  await writeStatements(downFile, ordinary)
  if (concurrent.length === 0) return [file, downFile]
  const second = await appendPlace(folder, place, 'indexes')
  return [file, downFile, ...(await writeConcurrent(second, concurrent))]
}

/** Lets drizzle-kit write the migration; on a terminal only when it has a question, since else its words are needed. */
async function generateUp({ folder, args, env }: GenerateOptions): Promise<Place | undefined> {
  const before = new Set((await readPlaces(folder)).map(({ tag }) => tag))
  const ask = async (terminal: boolean) => {
    const said = await runDrizzleKit(['generate', ...args], { terminal, ...(env && { env }) })
    const added = (await readPlaces(folder)).filter(({ tag }) => !before.has(tag))
    return { said, added }
  }
  let { said, added } = await ask(false)
  if (added.length === 0 && readAnswer(said) === 'asks' && process.stdin.isTTY)
    ({ said, added } = await ask(true))
  const [place] = added
  if (place) return dateLast(folder, place)
  if (said.code === 0 && readAnswer(said) === 'unchanged') return undefined
  throw new MigrateError('drizzle-kit could not generate the migration.', {
    details: firstComplaint(said),
    ...(readAnswer(said) === 'asks' && {
      hint: 'It has a question about a rename: run this on a terminal.',
    }),
    ...(/collision/.test(said.stdout) && {
      hint: 'Two branches made a migration after the same one. Remove yours (its SQL, snapshot and journal entry) and generate it anew.',
    }),
  })
}

async function writeStatements(path: string, statements: string[], head = ''): Promise<void> {
  await writeFile(path, `${head}${statements.join(`\n${breakpoint}\n`)}\n`)
}

async function writeConcurrent({ file, downFile }: Place, statements: string[]): Promise<string[]> {
  await writeStatements(file, statements, '-- no-transaction\n')
  await writeStatements(downFile, dropConcurrent(statements), '-- no-transaction\n')
  return [file, downFile]
}

function customDown({ tag, file }: Place): string {
  return `-- The way down of ${tag}: write the statements that undo it here, with a breakpoint between
-- each two as in ${file.split(/[/\\]/).at(-1)}; "select 1;" when there is nothing to undo.
-- If it cannot be undone, let a line of its own say so, starting with "-- irreversible:" and the reason.
`
}
