/** The closed list of reasons why the local database cannot run. */
export type LocalDatabaseErrorCode =
  | 'unsupported_platform'
  | 'binaries_missing'
  | 'binaries_unusable'
  | 'data_dir_in_use'
  | 'data_dir_forbidden'
  | 'data_dir_version'
  | 'data_dir_corrupt'
  | 'disk_full'
  | 'port_taken'
  | 'start_failed'

/**
 * The local database cannot run. `message` is written for the user: what is wrong and how to fix it. Print only the
 * message; the stack and `cause` are for debugging.
 */
export class LocalDatabaseError extends Error {
  override readonly name = 'LocalDatabaseError'
  readonly code: LocalDatabaseErrorCode

  constructor(code: LocalDatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The `errno` name of a failed system call (`EACCES`, `ENOSPC`, ...), or undefined for any other value. */
export function errnoOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/** The error for a system call that failed on the data folder `path`. */
export function dataDirError(path: string, cause: unknown): LocalDatabaseError {
  switch (errnoOf(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(path, cause)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return forbidden(path, cause)
    case 'ENOTDIR':
    case 'EEXIST':
      return new LocalDatabaseError(
        'data_dir_forbidden',
        `The data folder ${path} cannot be made because a file of that name is in the way. Move it, or set DATA_DIR to another folder.`,
        { cause },
      )
    default:
      return new LocalDatabaseError(
        'start_failed',
        `The data folder ${path} cannot be used (${errnoOf(cause) ?? 'unknown reason'}). Set DATA_DIR to another folder.`,
        { cause },
      )
  }
}

/** The error for a data folder that this account may not read or write. */
export function forbidden(path: string, cause?: unknown): LocalDatabaseError {
  return new LocalDatabaseError(
    'data_dir_forbidden',
    `The data folder ${path} cannot be written by this account. Give yourself the right to it (chown), or set DATA_DIR to another folder.`,
    { cause },
  )
}

/** The error for a full disk under the data folder. */
export function diskFull(path: string, cause?: unknown): LocalDatabaseError {
  return new LocalDatabaseError(
    'disk_full',
    `The disk that holds ${path} is full. Free some space (the database needs about 100 MB), then start again.`,
    { cause },
  )
}
