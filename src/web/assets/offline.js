// Keeps the last briefs for when there is no network, and sends later what was pressed meanwhile, once each.

/** The cache of the service worker, which has the same name there. */
const CACHE = 'briefs-1'
const QUEUE = 'kept'
/** So many changes wait at most; more nobody makes between two networks. */
const MAX_KEPT = 200
/** What may be sent later: thumbs, saves, todos and items. */
const LATER = /^\/(deliveries\/\d+\/feedback|articles\/\d+\/mark|(todos|saved)(\/[\w-]+)?(\/delete)?)$/

const { reader } = document.body.dataset

function readKept() {
  try {
    return JSON.parse(localStorage.getItem(QUEUE) ?? '[]')
  } catch {
    return []
  }
}

const writeKept = (kept) => localStorage.setItem(QUEUE, JSON.stringify(kept))

/**
 * Keeps a form that could not be sent, with the key that lets the service do it only once.
 * @returns whether it was kept
 */
export function keepForLater(path, body) {
  const kept = readKept()
  if (!reader || !LATER.test(path) || kept.length >= MAX_KEPT) return false
  try {
    writeKept([...kept, { reader, path, body, key: crypto.randomUUID() }])
    return true
  } catch {
    return false
  }
}

/**
 * Sends what was kept, in order; what the service refuses is left out. Of several windows one sends.
 * @returns how many were sent
 */
async function sendKept() {
  return navigator.locks.request(QUEUE, async () => {
    let sent = 0
    for (const each of readKept().filter((one) => one.reader === reader)) {
      const { status } = await fetch(each.path, {
        method: 'POST',
        body: new URLSearchParams(each.body),
        headers: { Accept: 'text/html', 'Idempotency-Key': each.key },
      })
      // Who has to sign in again, or to wait, sends it then.
      if (status === 401 || status === 429 || status >= 500) break
      writeKept(readKept().filter(({ key }) => key !== each.key))
      sent += 1
    }
    return sent
  })
}

async function catchUp() {
  if (readKept().every((one) => one.reader !== reader)) return
  try {
    if ((await sendKept()) > 0) location.reload()
  } catch {
    // Still no network.
  }
}

/** Keeps this brief and that of the day before. */
async function keepBriefs() {
  const cache = await caches.open(CACHE)
  const before = document.querySelector('a[rel=prev]')
  for (const path of [location.pathname, before?.getAttribute('href')]) {
    if (path && !(await cache.match(path, { ignoreVary: true }))) await cache.add(path)
  }
}

if (reader) {
  addEventListener('online', catchUp)
  catchUp()
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker
      .register('/service-worker.js')
      .then(() => (location.pathname === '/' ? keepBriefs() : undefined))
      .catch(() => {})
  }
} else {
  // Nobody is signed in here, so nobody's briefs are shown.
  globalThis.caches?.delete(CACHE)
}

document.addEventListener('submit', ({ target }) => {
  if (target.action.startsWith(`${location.origin}/sign-out`)) localStorage.removeItem(QUEUE)
})
