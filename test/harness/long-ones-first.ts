import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest, mostly by waiting for what they start; a fresh clone cannot know. */
const LONG = [
  'local/dev',
  'migrations/generate',
  'browser/',
  'faults/',
  'briefs/mornings',
  'ingest/fetch/hostile',
]

/** Runs the long files first, so that none of them is waited for alone at the end. */
export class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.includes(`/test/${name}`))
      return at === -1 ? LONG.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
