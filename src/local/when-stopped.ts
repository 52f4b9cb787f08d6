const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const POLL_MS = 250

/**
 * Resolves when this program should stop: at Ctrl-C, at SIGTERM, when the terminal closes, and when the npm that runs it
 * is stopped. npm only signals its shell, which exits without a signal to us; then our parent process changes.
 */
export function whenStopped(): Promise<void> {
  return new Promise((resolve) => {
    // Keep the listeners: the shell and npm may both forward one Ctrl-C, and without a listener the second one kills us.
    for (const signal of SIGNALS) process.on(signal, () => resolve())
    if (process.env.npm_lifecycle_event === undefined) return
    const parent = process.ppid
    const timer = setInterval(() => {
      if (process.ppid !== parent) resolve()
    }, POLL_MS)
    timer.unref()
  })
}
