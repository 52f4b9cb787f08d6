import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/**
 * When the process `pid` started, as an opaque text, or undefined when no such process lives (a zombie does not).
 * Together with the pid it names one process for good: pids are handed out again, start times are not.
 */
export function processStartTime(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const fields = linuxStat(pid)
    // proc(5): field 3 is the state, field 22 the start time in clock ticks since boot.
    return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  }
  return ps(pid, 'lstart')
}

/** Whether `pid` is a Postgres server whose data directory is `cluster` (an absolute path without links). */
export function isPostgresOn(pid: number, cluster: string): boolean {
  if (processStartTime(pid) === undefined) return false
  if (process.platform !== 'linux') {
    const command = ps(pid, 'command') ?? ''
    return command.includes('postgres') && command.includes(cluster)
  }
  try {
    // A postmaster changes into its data directory; its command line may only say /proc/self/cwd.
    return (
      readlinkSync(`/proc/${pid}/cwd`) === cluster &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!.endsWith('postgres')
    )
  } catch {
    return false
  }
}

/** The fields of /proc/<pid>/stat from the state on; the name before them may hold spaces and brackets. */
function linuxStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function ps(pid: number, column: 'lstart' | 'command'): string | undefined {
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      // `lstart` is written by locale and time zone.
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    }
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], options).trim() || undefined
  } catch {
    return undefined
  }
}
