import { childrenNamed, textOf, type XmlElement } from './xml-element.ts'

/** A map, since a feed may say `constructor`, which every object has. */
const PERIOD_MINUTES: ReadonlyMap<string, number> = new Map([
  ['hourly', 60],
  ['daily', 1440],
  ['weekly', 10_080],
  ['monthly', 43_200],
  ['yearly', 525_600],
])

/**
 * How long the feed asks to be left alone, in minutes: `ttl` (RSS 2.0), else `sy:updatePeriod` over
 * `sy:updateFrequency` (RSS 1.0 syndication module), else null.
 */
export function readTtl(head: XmlElement): number | null {
  const text = (name: string) => childrenNamed(head, name).map((element) => textOf(element).trim())[0]
  const ttl = Number.parseInt(text('ttl') ?? '', 10)
  if (ttl > 0) return Math.min(ttl, 525_600)
  const period = PERIOD_MINUTES.get(text('sy:updateperiod')?.toLowerCase() ?? '')
  if (!period) return null
  const frequency = Number.parseInt(text('sy:updatefrequency') ?? '1', 10)
  return Math.max(1, Math.round(period / (frequency > 0 ? frequency : 1)))
}
