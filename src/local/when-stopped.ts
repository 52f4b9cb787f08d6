const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const LOOK_EVERY_MS = 250

/**
 * Resolves when this program is to stop: at Ctrl-C, SIGTERM or a closed terminal, and when the npm that runs it was
 * told to. npm passes a signal on to its shell only, which ends without telling us; that we were handed to another
 * parent tells.
 */
export function whenStopped(): Promise<void> {
  return new Promise((resolve) => {
    // Kept: a shell and npm may each pass the same Ctrl-C on, and without a listener the second one would kill.
    for (const signal of SIGNALS) process.on(signal, () => resolve())
    if (process.env.npm_lifecycle_event === undefined) return
    const parent = process.ppid
    const timer = setInterval(() => {
      if (process.ppid !== parent) resolve()
    }, LOOK_EVERY_MS)
    timer.unref()
  })
}
