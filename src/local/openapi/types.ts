import type { ErrorCode } from '../../errors.ts'

/** The part of an OpenAPI 3.1 document that our tools read and write. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  enum?: unknown[]
  minimum?: number
  maximum?: number
  examples?: unknown[]
}

export interface Media {
  schema?: Schema
  example?: unknown
}

/** A reference to a component. */
export interface Reference {
  $ref: string
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  description?: string
  schema?: Schema
  example?: unknown
}

export interface Response {
  description: string
  /** The codes of problems; removed when the document is complete. */
  codes?: readonly ErrorCode[]
  headers?: Record<string, Reference>
  content?: Record<string, Media>
}

export interface Operation {
  operationId: string
  tags: string[]
  summary?: string
  description?: string
  security?: unknown[]
  parameters?: (Parameter | Reference)[]
  requestBody?: { required?: boolean; content: Record<string, Media> }
  responses: Record<string, Response>
}

export interface Document {
  info: { title: string; version: string; description?: string }
  tags?: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    headers?: Record<string, unknown>
    parameters?: Record<string, Parameter>
  }
}
