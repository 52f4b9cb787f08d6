/** Hours east of UTC by the short names of RFC 822, the tz database and what news software makes of them. */
const ZONES = `
-12 y  -11 sst nut  -10 hst hast tht ckt taht  -9.5 mart  -9 akst gamt hadt  -8 pst pt akdt
-7 mst mt pdt  -6 cst ct mdt galt east  -5 est et cdt cot pet ect act easst  -4 ast at edt clt bot gyt amt vet cidst
-3.5 nst  -3 brt art adt clst uyt srt gft pyst fkst rott wgt  -2.5 ndt  -2 brst fnt pmdt wgst  -1 a azot cvt egt
0 z ut utc gmt wet uct cut egst azost  1 n cet met mez wat west bst
2 eet cest mest mesz cat sast wast kalt  3 msk eat eest trt idt arab syot tsk fet  3.5 irst
4 msd gst azt samt mut ret sct get amst  4.5 aft irdt  5 pkt uzt tjt tmt mvt yekt aqtt orat tft
5.5 ist slst  5.75 npt  6 bdt bt btt omst kgt almt iot vost  6.5 mmt cct  7 ict wib novt krat hovt cxt davt
8 sgt hkt awst wita myt pht irkt chot ulat bnt phst  8.75 acwst  9 jst kst wit tlt yakt pwt
9.5 acst  10 aest chst vlat pgt ddut  10.5 acdt lhst  11 aedt sbt vut nct magt lhdt sakt srett
12 nzst fjt m anat pett tvt wakt gilt mht  12.75 chast  13 nzdt phot tot fjst  13.75 chadt  14 lint
`

const HOURS_BY_ZONE = new Map<string, number>()
let hours = 0
for (const word of ZONES.trim().split(/\s+/)) {
  if (/^-?[\d.]+$/.test(word)) hours = Number(word)
  else HOURS_BY_ZONE.set(word, hours)
}

/** Short names that mean another zone where a feed's language is at home: hours by name and language. */
const BY_LANGUAGE = new Map<string, number>(
  Object.entries({
    'ist he': 2,
    'ist iw': 2,
    'ist ga': 1,
    'cst zh': 8,
    'bst bn': 6,
    'ast ar': 3,
  }),
)
/** Zones named in words whose first letters are those of another one. */
const IN_WORDS: readonly [RegExp, number][] = [
  [/^(?:central|middle) european(?: standard)? time/, 1],
  [/^eastern european(?: standard)? time/, 2],
  [/^western european(?: standard)? time/, 0],
  [/^(?:moscow|russian?)\b/, 3],
  [/^(?:china|taipei|singapore|hong kong|malay|philippine)/, 8],
  [/^israel standard time/, 2],
  [/^israel daylight time/, 3],
  [/^(?:arab|arabia|arabic) /, 3],
  [/^(?:korea|tokyo)/, 9],
]

/**
 * Minutes that a zone as feeds write it lies east of UTC: `+0200`, `-05:30`, `GMT+1`, `EST`, `Europe/Paris`,
 * `Pacific Daylight Time`. Null for what is none, and for an offset no place on earth has.
 *
 * @param wall the time on the clock, in milliseconds as if it were UTC: zones of the tz database need it
 * @param language of the feed: `CST` is Chicago's in English and Shanghai's in Chinese
 */
export function zoneMinutes(zone: string, wall: number, language: string | null = null): number | null {
  const name = zone.replace(/^etc\/(?=[a-z])/, '')
  const offset = /^(?:gmt|utc?|z)?\s?([+-])\s?(\d{1,2}):?\s?(\d{2})?(?::?\d{2})?$/.exec(name)
  if (offset) {
    const [, sign, hour = '0', minute = '0'] = offset
    if (Number(hour) > 14 || Number(minute) > 59) return null
    return (sign === '-' ? -1 : 1) * (Number(hour) * 60 + Number(minute))
  }
  const tag = language?.toLowerCase() ?? ''
  const named = BY_LANGUAGE.get(`${name} ${tag.split(/[-_]/)[0]}`) ?? HOURS_BY_ZONE.get(name)
  if (named !== undefined) return named * 60
  if (name.includes(' ')) return inWords(name)
  return name.includes('/') ? offsetAt(name, wall) : null
}

/** "Pacific Standard Time" by its first letters, PST. */
function inWords(name: string): number | null {
  const known = IN_WORDS.find(([pattern]) => pattern.test(name))?.[1]
  const initials = /^((?:[a-z]+ ){1,4})time\b/.exec(name)?.[1]
  const byInitials = initials && HOURS_BY_ZONE.get(`${initials.replace(/([a-z])[a-z]* /g, '$1')}t`)
  const found = known ?? byInitials
  return typeof found === 'number' ? found * 60 : null
}

/** Formatters are dear to make; what a hostile feed names must not fill the memory. */
const formats = new Map<string, Intl.DateTimeFormat | null>()
const MAX_FORMATS = 100

function formatIn(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  let format: Intl.DateTimeFormat | null = null
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    // No zone of the tz database (RangeError).
  }
  if (formats.size >= MAX_FORMATS) formats.clear()
  formats.set(timeZone, format)
  return format
}

/** The offset that a zone of the tz database has when its clocks show `wall`. */
function offsetAt(zone: string, wall: number): number | null {
  const format = formatIn(zone)
  if (!format) return null
  const minutesAt = (moment: number) => {
    const name = format.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hour = '0', minute = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hour) * 60 + Number(minute))
  }
  return minutesAt(wall - minutesAt(wall) * 60_000)
}
