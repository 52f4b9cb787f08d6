import { Command } from 'commander'
import { findStale, writeDocs } from './docs/index.ts'

const { check } = new Command('docs')
  .description(
    'Writes what the code can say of itself: the relations, the drawing of the tables, the list of routes.',
  )
  .option('--check', 'write nothing; fail when a file is not current')
  .parse()
  .opts<{ check?: true }>()

const stale = await findStale()
if (check && stale.length > 0) {
  console.error(`Not current: ${stale.join(', ')}. Write them with: npm run docs`)
  process.exit(1)
}
if (!check) await writeDocs()
console.log(stale.length === 0 ? 'All current.' : `Written: ${stale.join(', ')}`)
