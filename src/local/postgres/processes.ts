import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/**
 * The start time of the process `pid` as an opaque text, or undefined if it does not run (or is a zombie). Pid and start
 * time together identify a process, because pids are reused.
 */
export function processStartTime(pid: number): string | undefined {
  if (process.platform === 'linux') {
    const fields = linuxStat(pid)
    // proc(5): field 3 is the state, field 22 the start time in clock ticks since boot.
    return fields === undefined || fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  }
  return ps(pid, 'lstart')
}

/** Whether `pid` is a Postgres server whose data directory is `cluster` (an absolute path without symbolic links). */
export function isPostgresOn(pid: number, cluster: string): boolean {
  if (processStartTime(pid) === undefined) return false
  if (process.platform !== 'linux') {
    const command = ps(pid, 'command') ?? ''
    return command.includes('postgres') && command.includes(cluster)
  }
  try {
    // A postmaster's working directory is its data directory; its command line may only have /proc/self/cwd.
    return (
      readlinkSync(`/proc/${pid}/cwd`) === cluster &&
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]!.endsWith('postgres')
    )
  } catch {
    return false
  }
}

/** The fields of /proc/<pid>/stat after the name, which may contain spaces and brackets. */
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
      // The format of `lstart` depends on locale and time zone.
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    }
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], options).trim() || undefined
  } catch {
    return undefined
  }
}
