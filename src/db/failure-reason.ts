import { NeonDbError } from '@neondatabase/serverless'
import { isTimeout, sqlState, systemCode } from './classify-error.ts'

/** Why a database could not be asked: a closed list, so that nothing of the server's own words can be among it. */
export const REASONS = [
  'timeout',
  'connection_refused',
  'host_unknown',
  'connection_lost',
  'too_many_connections',
  'starting',
  'shutting_down',
  'password_refused',
  'database_missing',
  'gateway_error',
  'database_error',
] as const
export type FailureReason = (typeof REASONS)[number]

const BY_SQLSTATE: Record<string, FailureReason> = {
  '28P01': 'password_refused',
  '28000': 'password_refused',
  '3D000': 'database_missing',
  '53300': 'too_many_connections',
  '57P03': 'starting',
  '57P01': 'shutting_down',
  '57P02': 'shutting_down',
}

const BY_SYSTEM_CODE: Record<string, FailureReason> = {
  ECONNREFUSED: 'connection_refused',
  ENOTFOUND: 'host_unknown',
  EAI_AGAIN: 'host_unknown',
}

/** The reason of a failure, for the log and for probes. */
export function reasonOf(error: unknown): FailureReason {
  if (isTimeout(error)) return 'timeout'
  const code = sqlState(error)
  if (code !== undefined)
    return BY_SQLSTATE[code] ?? (code.startsWith('08') ? 'connection_lost' : 'database_error')
  if (!(error instanceof NeonDbError)) return 'connection_lost'
  if (error.sourceError) return BY_SYSTEM_CODE[systemCode(error.sourceError)] ?? 'connection_lost'
  // Neon's proxy answers in its own words where no compute does.
  if (/password authentication failed/i.test(error.message)) return 'password_refused'
  if (/database .* does not exist/i.test(error.message)) return 'database_missing'
  if (/too many connections/i.test(error.message)) return 'too_many_connections'
  return 'gateway_error'
}
