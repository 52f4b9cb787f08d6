/** How one language was written before UTF-8. */
export interface LegacyLanguage {
  /** ISO 639-1, or with a region where the script depends on it. */
  language: string
  /** Labels as feeds write them, the commonest first. */
  encodings: readonly string[]
  /** The letters beyond ASCII its texts are made of, the commonest first; small ones only. */
  letters: string
}

const CYRILLIC = 'windows-1251 koi8-r iso-8859-5 ibm866'
const CENTRAL = 'windows-1250 iso-8859-2'

/**
 * The languages a guess knows, the likelier encodings first, as a tie goes to the first. Letters are in the order
 * of their frequency in running text; of Chinese, Japanese and Korean only the commonest characters are listed.
 */
export const LEGACY_LANGUAGES: readonly LegacyLanguage[] = table(`
  en    | windows-1252 | é
  fr    | windows-1252 | éèàêçôâîûùëïœ
  de    | windows-1252 | üäöß
  es    | windows-1252 | óíáéñúü
  pt    | windows-1252 | ãçáéíóõêâúàô
  it    | windows-1252 | èàùòéì
  nl    | windows-1252 | ëéïèöü
  ca    | windows-1252 | éàóèíçòúïü
  sv    | windows-1252 | äåöé
  da    | windows-1252 | øåæé
  is    | windows-1252 | ðáíóþúéýöæ
  pl    | ${CENTRAL} | łąęóśżćńź
  cs    | ${CENTRAL} | íáěéřčžýšůúťňďó
  sk    | ${CENTRAL} | áíéčýžšúľťôňóäďĺŕ
  hu    | ${CENTRAL} | éáöóőíüúű
  ro    | ${CENTRAL} | ăîşţâ
  hr    | ${CENTRAL} | čšžćđ
  sl    | ${CENTRAL} | čšž
  tr    | windows-1254 | ışüğçöâ
  lt    | windows-1257 | ėšųžūįąčę
  lv    | windows-1257 | āīēšūņļžčķģ
  et    | windows-1257 | äõüöšž
  ru    | ${CYRILLIC} | оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё
  uk    | windows-1251 koi8-u ${CYRILLIC} | оанівитересклдумпязьйбгчхцжїшюєщфґ
  bg    | ${CYRILLIC} | аеоитнрсвлдпкмзъбгучщяцжхюшьфй
  sr    | windows-1251 iso-8859-5 | аоиенртсјкувдмлпзгбчшжцћђњљхфџ
  el    | windows-1253 iso-8859-7 | αοιετσνηυρπκμλςωίάόγδέήθύώχφβξζψϊϋΐΰ
  he    | windows-1255 | יוהלאתרמבשנעדחקםפצטגכסזןךץף
  ar    | windows-1256 iso-8859-6 | اليمنرتوبةعدسفهكقأحجشصطخىذضئغزإءثؤظآ
  fa    | windows-1256 | ایرندمهوتبشسکزلگفخعقجپحطچصآغضظثذئژ
  th    | tis-620 | านรอกเ่งวมย้ลตคสัดิทีปหพชบขจไแะุใูโ็ืฉศึถผธณษซฐฟำ์
  vi    | windows-1258 | đưôâêơăàáíóéúèìò
  ja    | shift_jis euc-jp | のにをはたがでとしてるいれなすっまこかもらあさりきくけだよみそうおえせわちつめやどげばびぶべぼんンスールトイアクラリシドタフレマロジコムテカメサプバセナィッャュョパオキチデグネモミ日本人年大国会一中出事上者月生分東時見子前後新開行場内部社合同立高代市今学地方長回目間通業用
  ko    | euc-kr | 이다의에는을가고하지한은를로도서어기리사대인자나시정해그라수일아여있들보부상전스과제주으장원와구만관성동조공비무경유우선연물문세안신음게내면회것국않었했점위민개소심실방년적러용때된되오치트요말모식할단교발
  zh    | gb2312 | 的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西月话合回特代内信表化
  zh-tw | big5 | 的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西月話合回特代內信表化
`)

function table(text: string): LegacyLanguage[] {
  return text
    .trim()
    .split('\n')
    .map((row) => {
      const [language = '', encodings = '', letters = ''] = row.split('|').map((cell) => cell.trim())
      return { language, encodings: [...new Set(encodings.split(' '))], letters }
    })
}
