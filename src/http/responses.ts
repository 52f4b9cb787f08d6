import type { ZodType } from 'zod'

/** For `createRoute`: a JSON response. */
export const json = <S extends ZodType>(schema: S, description = 'OK') => ({
  description,
  content: { 'application/json': { schema } },
})

/** For `createRoute`: a required JSON body. */
export const body = <S extends ZodType>(schema: S) => ({
  required: true,
  content: { 'application/json': { schema } },
})

/** For `createRoute`: a response without a body. */
export const noContent = (description = 'Done') => ({ description })

export const NOT_MODIFIED = 'The caller has it already'

/** For `createRoute`: the 304 of a list with an ETag (RFC 9110 §15.4.5). */
export const notModified = () => ({ 304: { description: NOT_MODIFIED } })
