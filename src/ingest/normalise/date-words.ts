const MONTHS = `
jan|january|januar|januari|janvier|janv|gennaio|gen|enero|ene|janeiro|styczeń|stycznia|sty|leden|ledna|led|január|янв|января|январь|січ|січня|ιαν|ιανουαρίου|ocak|oca|tammikuu|tammikuuta|ianuarie|ian|jän|jänner
feb|february|februar|februari|février|févr|fév|fevrier|febbraio|febrero|fevereiro|fev|luty|lutego|lut|únor|února|úno|február|фев|февраля|февраль|лют|лютого|φεβ|φεβρουαρίου|şubat|şub|helmikuu|helmikuuta|februarie
mar|march|märz|mär|mrz|maart|mrt|mars|marzo|março|marco|marzec|marca|březen|března|bře|március|márc|мар|марта|март|бер|березня|μάρ|μαρ|μάώ|μαώ|μαρτίου|mart|maaliskuu|maaliskuuta|martie
apr|april|avril|avr|aprile|abril|abr|kwiecień|kwietnia|kwi|duben|dubna|dub|április|ápr|апр|апреля|апрель|кві|квітня|απρ|απριλίου|nisan|nis|huhtikuu|huhtikuuta|aprilie
may|mai|mei|maj|maja|maio|mayo|mag|maggio|květen|května|kvě|május|máj|май|мая|тра|травня|μάι|μαϊ|μαι|μάιος|μαΐου|mayıs|toukokuu|toukokuuta
jun|june|juni|juin|giu|giugno|junio|junho|czerwiec|czerwca|cze|červen|června|čvn|június|jún|июн|июня|июнь|чер|червня|ιούν|ιον|ιουν|ιουνίου|haziran|haz|kesäkuu|kesäkuuta|iunie|iun
jul|july|juli|juillet|juil|lug|luglio|julio|julho|lipiec|lipca|lip|červenec|července|čvc|július|júl|июл|июля|июль|лип|липня|ιούλ|ιολ|ιουλ|ιουλίου|temmuz|tem|heinäkuu|heinäkuuta|iulie|iul
aug|august|augustus|augusti|août|aout|ago|agosto|ago|sierpień|sierpnia|sie|srpen|srpna|srp|augusztus|авг|августа|август|сер|серпня|αύγ|αυγ|αυγούστου|ağustos|ağu|elokuu|elokuuta
sep|sept|september|septembre|set|settembre|septiembre|setembro|wrzesień|września|wrz|září|zář|szeptember|szept|сен|сент|сентября|сентябрь|вер|вересня|σεπ|σεπτεμβρίου|eylül|eyl|syyskuu|syyskuuta|septembrie
oct|october|okt|oktober|octobre|ott|ottobre|octubre|out|outubro|październik|października|paź|říjen|října|říj|október|окт|октября|октябрь|жов|жовтня|οκτ|οκτωβρίου|ekim|eki|lokakuu|lokakuuta|octombrie
nov|november|novembre|noviembre|novembro|listopad|listopada|lis|listopadu|ноя|нояб|ноября|ноябрь|лис|листопада|νοέ|νοε|νοεμβρίου|kasım|kas|marraskuu|marraskuuta|noiembrie|noi
dec|december|dez|dezember|décembre|déc|dicembre|dic|diciembre|dezembro|grudzień|grudnia|gru|prosinec|prosince|pro|дек|декабря|декабрь|гру|грудня|δεκ|δεκεμβρίου|aralık|ara|joulukuu|joulukuuta|decembrie
`

const MONTH_BY_NAME = new Map<string, number>(
  MONTHS.trim()
    .split('\n')
    .flatMap((names, month) => names.split('|').map((name): [string, number] => [name, month + 1])),
)

/** The month (1 to 12) a word in lower case names, in about twenty languages, in full or shortened, or null. */
export function monthOf(word: string): number | null {
  const bare = word.replace(/\.$/, '')
  const known = MONTH_BY_NAME.get(bare) ?? MONTH_BY_NAME.get(bare.slice(0, 3))
  if (known && (MONTH_BY_NAME.has(bare) || /^[a-z]{4,9}$/.test(bare))) return known
  return null
}

const HOURS_BY_ZONE: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  a: -1,
  n: 1,
  m: -12,
  y: 12,
  at: -4,
  ast: -4,
  adt: -3,
  et: -5,
  est: -5,
  edt: -4,
  ct: -6,
  cst: -6,
  cdt: -5,
  mt: -7,
  mst: -7,
  mdt: -6,
  pt: -8,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  nst: -3.5,
  ndt: -2.5,
  brt: -3,
  art: -3,
  clt: -4,
  west: 1,
  bst: 1,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  sast: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  msd: 4,
  trt: 3,
  gst: 4,
  pkt: 5,
  ist: 5.5,
  ict: 7,
  wib: 7,
  hkt: 8,
  sgt: 8,
  pht: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
}

/**
 * Minutes a zone as feeds write it lies east of UTC: `+0200`, `-05:30`, `GMT+1`, `EST`, `Etc/GMT`, the letters of
 * RFC 822. 0 for one that is missing or unknown; null for an offset no place on earth has.
 */
export function zoneMinutes(zone: string): number | null {
  const name = zone
    .toLowerCase()
    .replace(/^\(|\)$/g, '')
    .replace(/^etc\//, '')
  const offset = /^(?:gmt|utc?|z)?\s*([+-])(\d{1,2}):?(\d{2})?$/.exec(name)
  if (!offset) return (Object.hasOwn(HOURS_BY_ZONE, name) ? (HOURS_BY_ZONE[name] ?? 0) : 0) * 60
  const [, sign, hours = '0', minutes = '0'] = offset
  if (Number(hours) > 18 || Number(minutes) > 59) return null
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
