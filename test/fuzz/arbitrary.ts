import fc from 'fast-check'

/** As much of JSON Schema as the OpenAPI document uses. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  examples?: unknown[]
  additionalProperties?: Schema | boolean
}

export type Schemas = Record<string, Schema>

/** Text that has broken programs before: NUL, half a character, bidi, SQL, markup, white space, numbers. */
const NASTY = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202e',
  "'; drop table items; --",
  '<script>alert(1)</script>',
  '%00',
  '../..',
  '$1',
  '\\',
  '"',
  '-0',
  '1e999',
  'NaN',
  'null',
  '٣',
  '𝕏',
  '\n\r\t',
  'a'.repeat(600),
  '{}',
  '[]',
  'true',
  '0x10',
  '9007199254740993',
  '2026-02-30',
  'infinity',
  '-infinity',
  '😀'.repeat(300),
]
const nasty = () => fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' }), fc.string())

/** Values that the schema allows, by and large: what a pattern or a refinement says is left to the service. */
export function valid(schema: Schema | undefined, schemas: Schemas): fc.Arbitrary<unknown> {
  if (!schema) return fc.constant(undefined)
  if (schema.$ref) return valid(schemas[schema.$ref.split('/').at(-1)!], schemas)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map((one) => valid(one, schemas)))
  if (schema.allOf) {
    return fc.tuple(...schema.allOf.map((one) => valid(one, schemas))).map((all) => Object.assign({}, ...all))
  }
  const types = [schema.type ?? 'string'].flat()
  return fc.oneof(...types.map((type) => ofType(type, schema, schemas)))
}

function ofType(type: string, schema: Schema, schemas: Schemas): fc.Arbitrary<unknown> {
  const { minimum = -(2 ** 31), maximum = 2 ** 31 - 1 } = schema
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.oneof(
        fc.integer({ min: Math.max(minimum, -100), max: Math.min(maximum, 20) }),
        fc.maxSafeInteger().map((n) => Math.min(Math.max(n, minimum), maximum)),
        fc.constantFrom(minimum, maximum),
      )
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true, min: minimum, max: maximum })
    case 'array':
      return fc.array(valid(schema.items, schemas), { maxLength: 4 })
    case 'object':
      return ofObject(schema, schemas)
    default:
      return ofText(schema)
  }
}

function ofObject({ properties = {}, required = [] }: Schema, schemas: Schemas): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, valid(field, schemas)]),
  )
  return fc.record(fields, { requiredKeys: required })
}

function ofText({ format, minLength = 0, maxLength = 40, examples = [] }: Schema): fc.Arbitrary<unknown> {
  const known = examples.filter((example) => typeof example === 'string')
  const free = fc.oneof(
    fc.string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 40) }),
    fc.constantFrom('solar', 'Europe/Berlin', 'rust -crypto', 'english', 'today', ...known),
  )
  switch (format) {
    case 'uuid':
      return fc.uuid()
    case 'date':
      return fc
        .date({ min: new Date('1999-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
        .map((d) => d.toISOString().slice(0, 10))
    case 'date-time':
      return fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((d) => d.toISOString())
    case 'email':
      return fc.emailAddress()
    case 'uri':
      // Nothing leaves this machine: the names do not exist, and the addresses are refused.
      return fc.constantFrom(
        'https://feed.invalid/a',
        'http://127.0.0.1:9/feed',
        'http://[::1]/x',
        'ftp://x.invalid',
      )
    default:
      return free
  }
}

/** Values of any kind, among them some that are nearly valid. */
export const invalid = (schema: Schema | undefined, schemas: Schemas): fc.Arbitrary<unknown> =>
  fc.oneof(
    nasty(),
    fc.jsonValue(),
    fc.constantFrom(null, true, 0, -1, 1.5, 2 ** 31, 2 ** 53, [], {}),
    fc
      .tuple(valid(schema, schemas), nasty(), fc.jsonValue())
      .map(([value, key, other]) => spoil(value, key, other)),
  )

/** Replaces or adds one field. */
function spoil(value: unknown, key: string, other: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return other
  const names = Object.keys(value)
  const name = names.length > 0 ? names[key.length % names.length]! : 'extra'
  return { ...value, [name]: typeof other === 'object' ? key : other }
}
