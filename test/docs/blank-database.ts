import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { onServer } from '../harness/test-server.ts'

/** A database of one test file that begins empty, behind Neon's protocol. */
export function useBlankDatabase(schema: string): { url: string; directUrl: string } {
  const name = `blank_${randomBytes(6).toString('hex')}`
  const template = inject('templateUrl')
  const direct = new URL(template)
  direct.pathname = `/${name}`
  const neon = new URL(direct)
  neon.host = inject('neonHost')
  beforeAll(async () => {
    await onServer(template, (client) => client.query(`create database ${name}`))
    const client = new pg.Client(direct.href)
    await client.connect()
    await client.query(schema).finally(() => client.end())
  })
  afterAll(() => onServer(template, (client) => client.query(`drop database ${name} with (force)`)))
  return { url: neon.href, directUrl: direct.href }
}
