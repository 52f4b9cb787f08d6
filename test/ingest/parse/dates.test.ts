import { expect, test } from 'vitest'
import { dateOrder, parseDate } from '../../../src/ingest/normalise/parse-date.ts'
import { DATE_LANGUAGES } from '../../../src/local/dates/date-names.ts'

test.each([
  ['Sat, 07 Mar 2026 09:08:07 GMT', '2026-03-07T09:08:07Z'],
  ['Sat, 07 Mar 26 09:08 +0200', '2026-03-07T07:08:00Z'],
  ['7 Mar 1999', '1999-03-07T00:00:00Z'],
  ['Sat,07 March, 2026 09:08:07 EST', '2026-03-07T14:08:07Z'],
  ['Saturday, 7th March 2026 9:08:07 PM', '2026-03-07T21:08:07Z'],
  ['Sat Mar  7 09:08:07 2026', '2026-03-07T09:08:07Z'],
  ['Sat Mar 07 09:08:07 -0300 2026', '2026-03-07T12:08:07Z'],
  ['Mar 7, 2026 12:30 AM PDT', '2026-03-07T07:30:00Z'],
  ['Sat, 07 Mar 2026 09:08:07 GMT-01:30', '2026-03-07T10:38:07Z'],
  ['Sat, 07 Mar 2026 09:08:07 Etc/GMT', '2026-03-07T09:08:07Z'],
  ['Sat, 2026/03/07 09:08:07 EDT', '2026-03-07T13:08:07Z'],
  ['2026-03-07T09:08:07.123456+05:30', '2026-03-07T03:38:07Z'],
  ['2026-03-07t09:08:07z', '2026-03-07T09:08:07Z'],
  ['2026-03-07 09:08:07.0', '2026-03-07T09:08:07Z'],
  ['2026-03-07 09:08:07 -00:20', '2026-03-07T09:28:07Z'],
  ['2026-03-07T09:08', '2026-03-07T09:08:00Z'],
  ['2026-003-07T09:08:07+00:00', '2026-03-07T09:08:07Z'],
  ['2026-03', '2026-03-01T00:00:00Z'],
  ['2026', '2026-01-01T00:00:00Z'],
  ['20260307', '2026-03-07T00:00:00Z'],
  ['20260307T090807Z', '2026-03-07T09:08:07Z'],
  ['2026-066', '2026-03-07T00:00:00Z'],
  ['2026-W10-6', '2026-03-07T00:00:00Z'],
  ['2026W106', '2026-03-07T00:00:00Z'],
  ['260307', '2026-03-07T00:00:00Z'],
  ['1772874487', '2026-03-07T09:08:07Z'],
  ['07.03.2026 09:08', '2026-03-07T09:08:00Z'],
  ['31/12/2025', '2025-12-31T00:00:00Z'],
  ['03/07/2026 9:08 pm', '2026-03-07T21:08:00Z'],
  ['2026년 03월 07일  09:08:07', '2026-03-07T00:08:07Z'],
  ['2026-03-07 오후 09:08:07', '2026-03-07T12:08:07Z'],
  ['Σαβ, 07 Μαρ 2026 09:08:07 EET', '2026-03-07T07:08:07Z'],
  ['2026-március-7T9:08+01:00', '2026-03-07T08:08:00Z'],
  ['Сб, 07 марта 2026 09:08:07 +0300', '2026-03-07T06:08:07Z'],
  ['sam, 07 mars 2026 09:08:07 +0100', '2026-03-07T08:08:07Z'],
  ['mar, 03 mar 2026 09:08:07 +0100', '2026-03-03T08:08:07Z'],
  ['7. März 2026', '2026-03-07T00:00:00Z'],
  ['Sat, 28 Feb 2026 23:59:60 GMT', '2026-02-28T23:59:59Z'],
  ['9 Dec 2024 10.00', '2024-12-09T10:00:00Z'],
  ['le 9 décembre 2024 à 10h05', '2024-12-09T10:05:00Z'],
  ['Mon Dec 09 2024 10:05:00 GMT+0100 (Central European Standard Time)', '2024-12-09T09:05:00Z'],
  ['2024-12-09T10:05:00 +01:00', '2024-12-09T09:05:00Z'],
  ['2024-12-09T8:5:0Z', '2024-12-09T08:05:00Z'],
  ['2024-12-09 10:05:00 Europe/Berlin', '2024-12-09T09:05:00Z'],
  ['2024-07-09T10:05:00Z[UTC]', '2024-07-09T10:05:00Z'],
  ['2024-12-09 10:05:00.123456789 +0000 UTC m=+0.5', '2024-12-09T10:05:00Z'],
  ['/Date(1711181100000)/', '2024-03-23T08:05:00Z'],
  ['1711181100250000', '2024-03-23T08:05:00Z'],
  ['1711181100.25', '2024-03-23T08:05:00Z'],
  ['Mon, 09 Dec 2024 10:05:00 Pacific Standard Time', '2024-12-09T18:05:00Z'],
  ['Mon, 09 Dec 2024 10:05:00 +0190', '2024-12-09T10:05:00Z'],
  ['Mon, 09 Dec 2024 10:05:00 +3000', '2024-12-09T10:05:00Z'],
  ['Mon, 09 Dec 2024 10:05:00 −0500', '2024-12-09T15:05:00Z'],
  ['Mon, 09 Dec 2024 10:05:00 BRT', '2024-12-09T13:05:00Z'],
  ['Mon, 09 Dec 2024 10:05:00 GMT+5:30', '2024-12-09T04:35:00Z'],
  ['Mon, 09 Dec 2024 10:05 p.m.', '2024-12-09T22:05:00Z'],
  ['December 2024', '2024-12-01T00:00:00Z'],
  ['9th of December, 2024', '2024-12-09T00:00:00Z'],
  ['2024年12月9日(月) 10:05', '2024-12-09T10:05:00Z'],
  ['令和6年12月9日 10時05分', '2024-12-09T10:05:00Z'],
  ['2024年3月9日 下午3:05', '2024-03-09T15:05:00Z'],
  ['2024. 3. 9. 오후 3:05:00', '2024-03-09T06:05:00Z'],
  ['周一, 09 12月 2024 10:00:00 +0800', '2024-12-09T02:00:00Z'],
  ['월, 09 12월 2024 10:00:00 +0900', '2024-12-09T01:00:00Z'],
  ['9 Tháng Mười Hai, 2024', '2024-12-09T00:00:00Z'],
  ['lúc 15:05 4 tháng 1, 2024', '2024-01-04T15:05:00Z'],
  ['9 ธันวาคม 2567 10:00 น.', '2024-12-09T10:00:00Z'],
  ['٩ ديسمبر ٢٠٢٤ ١٠:٠٥ م', '2024-12-09T22:05:00Z'],
  ['२०२४-१२-०९ १०:०५', '2024-12-09T10:05:00Z'],
  ['09-DEC-24 10.05.00.000 AM', '2024-12-09T10:05:00Z'],
  ['09.12.2024 - 10:05 Uhr', '2024-12-09T10:05:00Z'],
  ['Mo, 9. Dez. 2024, 10:05 Uhr MEZ', '2024-12-09T09:05:00Z'],
  ['20241209T100500,5+0100', '2024-12-09T09:05:00Z'],
  ['Sat, 03/23/2024 - 08:05', '2024-03-23T08:05:00Z'],
  ['Fri, 05/03/2019 - 15:21', '2019-05-03T15:21:00Z'],
  ['2003-07-01 T 01:55:07-05:00', '2003-07-01T06:55:07Z'],
  ['Sat, 18 Mar 2023 20:21:00 America/Los_Angeles', '2023-03-19T03:21:00Z'],
])('%s', (written, expected) => {
  const date = parseDate(written)
  expect(date === null ? null : new Date(Math.floor(date / 1000) * 1000).toISOString()).toBe(
    expected.replace('Z', '.000Z'),
  )
})

test.each([
  '',
  'soon',
  'Sun, 99 Jun 2025 12:00:00 GMT',
  '2026-02-30',
  '2026-13-01',
  '2026-03-07T25:00:00Z',
  '2026-xx-27',
  '2 hours ago',
  'Invalid date',
  '0000-00-00 00:00:00',
])('no date: %s', (written) => {
  expect(parseDate(written)).toBeNull()
})

const FORMS: [string, Intl.DateTimeFormatOptions][] = [
  ['long, with seconds', { dateStyle: 'long', timeStyle: 'medium' }],
  ['full', { dateStyle: 'full', timeStyle: 'short' }],
  ['medium', { dateStyle: 'medium', timeStyle: 'short' }],
  ['in twelve hours', { dateStyle: 'long', timeStyle: 'short', hour12: true }],
  ['in digits', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }],
]

test.each(DATE_LANGUAGES)('every month as %s writes it, in its own digits and in ours', (language) => {
  for (const digits of ['', '-nu-latn']) {
    for (const [form, options] of FORMS) {
      const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory${digits}`, {
        ...options,
        timeZone: 'UTC',
      })
      for (let month = 0; month < 12; month++) {
        const moment = Date.UTC(2024, month, 9, 15, 5)
        const written = format.format(moment)
        // What Korean does not say is Korea's time.
        const isKorean = /\p{Script=Hangul}/u.test(written)
        const expected = isKorean ? moment - 9 * 3_600_000 : moment
        expect(parseDate(written, { language }), `${form}: ${written}`).toBe(expected)
      }
    }
  }
})

test('day and month are told apart by the language, and by the other dates of the feed', () => {
  const read = (written: string, language: string | null, dayFirst: boolean | null = null) =>
    new Date(parseDate(written, { language, dayFirst }) ?? 0).toISOString().slice(0, 10)
  expect(read('05/03/2024', 'en-US')).toBe('2024-05-03')
  expect(read('05/03/2024', 'en-GB')).toBe('2024-03-05')
  expect(read('05/03/2024', 'de')).toBe('2024-03-05')
  expect(read('05/03/2024', null)).toBe('2024-05-03')
  expect(read('05/03/2024', null, true)).toBe('2024-03-05')
  expect(read('martes 05/03/2024', 'es')).toBe('2024-03-05')
  expect(read('9. listopada 2024.', 'hr')).toBe('2024-10-09')
  expect(read('9. listopada 2024.', 'pl')).toBe('2024-11-09')
  const order = (dates: string[]) => dateOrder(dates, { language: null, latest: Date.UTC(2024, 5, 1) })
  expect(order(['05/03/2024', '25/03/2024'])).toBe(true)
  expect(order(['03/05/2024', '03/25/2024'])).toBe(false)
  expect(order(['05/03/2024'])).toBeNull()
  expect(order(['25/03/2024', '03/25/2024'])).toBeNull()
  // The ninth of August would be to come.
  expect(order(['08/05/2024'])).toBe(true)
})

test('short names of zones are those of the language at home', () => {
  const hour = (zone: string, language: string | null) =>
    new Date(parseDate(`Sat, 09 Mar 2024 12:00:00 ${zone}`, { language }) ?? 0).getUTCHours()
  expect([hour('CST', null), hour('CST', 'zh-CN')]).toEqual([18, 4])
  expect([hour('IST', 'en-IN'), hour('IST', 'he')]).toEqual([6, 10])
  expect([hour('Asia/Kolkata', null), hour('Nowhere/Land', null)]).toEqual([6, 12])
})
