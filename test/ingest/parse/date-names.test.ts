import { expect, test } from 'vitest'
import { dateNamesSource } from '../../../src/local/dates/date-names.ts'

test('the names that dates are read by are those that Intl knows', async () => {
  await expect(dateNamesSource()).toMatchFileSnapshot('../../../src/ingest/normalise/date-names.ts')
})
