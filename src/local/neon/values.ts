/** Array types (OID) whose elements become JSON values, with their element types; elements of other arrays are text. */
const ELEMENT = new Map([
  [1000, 16],
  [1005, 21],
  [1007, 23],
  [1021, 700],
  [1022, 701],
  [199, 114],
  [3807, 3802],
])
const TEXT_ARRAYS = new Set([
  143, 271, 629, 651, 719, 775, 791, 1001, 1002, 1003, 1006, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015,
  1016, 1017, 1018, 1019, 1027, 1028, 1034, 1040, 1041, 1115, 1182, 1183, 1185, 1187, 1231, 1263, 1270, 1561,
  1563, 2201, 2207, 2208, 2209, 2210, 2211, 2287, 2949, 2951, 3221, 3643, 3644, 3645, 3735, 3770, 3905, 3907,
  3909, 3911, 3913, 3927, 4073, 4090, 4097,
])
const BOOL = 16
const NUMBERS = new Set([21, 23, 700, 701])
const JSONS = new Set([114, 3802])

/**
 * Converts a value from Postgres' text form to JSON, as Neon's proxy does without `Neon-Raw-Text-Output`
 * (proxy/src/serverless/json.rs): booleans, int2/int4, finite floats, JSON and arrays become JSON values, all other types
 * strings.
 */
export function toJson(text: string | null, typeId: number): string {
  if (text === null) return 'null'
  if (typeId === BOOL) return text === 't' ? 'true' : 'false'
  if (NUMBERS.has(typeId)) return Number.isFinite(Number(text)) ? String(Number(text)) : JSON.stringify(text)
  if (JSONS.has(typeId)) return text
  const element = ELEMENT.get(typeId) ?? (TEXT_ARRAYS.has(typeId) ? 0 : undefined)
  return element === undefined ? JSON.stringify(text) : arrayToJson(text, element)
}

/** One token of an array literal: a brace, a comma, a quoted element, or an unquoted one. */
const TOKEN = /[{},]|"((?:[^"\\]|\\.)*)"|[^{},"\s][^{},"]*/gsu

/** Converts an array literal (Postgres docs, "Array Input and Output Syntax") to JSON; its bounds are dropped. */
function arrayToJson(literal: string, element: number): string {
  const items = literal.startsWith('[') ? literal.slice(literal.indexOf('=') + 1) : literal
  let json = ''
  for (const [token, quoted] of items.matchAll(TOKEN)) {
    if (token === '{') json += '['
    else if (token === '}') json += ']'
    else if (token === ',') json += ','
    else if (quoted !== undefined) json += toJson(quoted.replace(/\\(.)/gsu, '$1'), element)
    else json += token === 'NULL' ? 'null' : toJson(token, element)
  }
  return json
}
