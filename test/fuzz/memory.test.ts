import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { hostileShapeMakers } from '../ingest/parse/hostile-shapes.ts'
import { hostileLists } from './cost/hostile-lists.ts'

/** Of what a function may take, 128 MB, what its runtime and the worker's own code leave for one document. */
const HEAP_MB = 110

/** Those that took the most before the readers were bounded; the long form reads them all. */
const HEAVIEST = [
  'elements beside elements',
  'namespaces beside namespaces',
  'a base longer than the rest',
  'elements with an attribute each',
  'entities in entities',
  'quotes to escape',
  'a page of links',
  'letters that are no UTF-8',
  'JSON arrays beside arrays',
  'JSON numbers',
  'feeds in folders in folders',
  'attributes of one outline',
]

it(
  `reads the largest document of every shape with ${HEAP_MB} MB of heap`,
  async () => {
    const known = [...Object.keys(hostileShapeMakers), ...Object.keys(hostileLists)]
    expect(known).toEqual(expect.arrayContaining(HEAVIEST))
    const wanted = process.env.LONG ? known : HEAVIEST
    const script = join(import.meta.dirname, 'cost/read-everything.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [
      `--max-old-space-size=${HEAP_MB}`,
      script,
      ...wanted,
    ])
    console.log(stdout)
    for (const name of wanted) expect(stdout).toContain(name)
  },
  process.env.LONG ? 1_800_000 : 240_000,
)
