// Shows the last briefs while there is no network, and the notification of the morning.

const CACHE = 'briefs-1'
/** What the pages need beside themselves. */
const FILES = ['/page.js', '/offline.js', '/icon.svg']
const BRIEF = /^\/(briefs\/\d{4}-\d\d-\d\d)?$/
/** Today's brief, yesterday's, and one that was looked at. */
const MAX_BRIEFS = 3

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => event.waitUntil(takeOver()))

/** Caches of earlier versions go, and open pages are served by this one. */
async function takeOver() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name)
  await self.clients.claim()
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  // Whoever signs out takes their briefs along.
  if (request.method === 'POST' && pathname === '/sign-out') event.waitUntil(caches.delete(CACHE))
  if (request.method !== 'GET') return
  if (FILES.includes(pathname)) event.respondWith(networkFirst(request, pathname))
  else if (request.mode === 'navigate') event.respondWith(showPage(request, pathname))
})

async function networkFirst(request, path) {
  try {
    return await keep(await fetch(request), path)
  } catch (error) {
    const kept = await caches.match(path, { ignoreVary: true })
    if (kept) return kept
    throw error
  }
}

/** Keeps a copy of a page or file that is whole, and of the briefs the newest. */
async function keep(response, path) {
  if (!response.ok || response.redirected) return response
  const cache = await caches.open(CACHE)
  await cache.delete(path)
  await cache.put(path, response.clone())
  const briefs = (await cache.keys()).filter(({ url }) => BRIEF.test(new URL(url).pathname))
  for (const old of briefs.slice(0, -MAX_BRIEFS)) await cache.delete(old)
  return response
}

async function showPage(request, path) {
  try {
    const response = await fetch(request)
    return BRIEF.test(path) ? await keep(response, path) : response
  } catch {
    const kept = BRIEF.test(path) ? await caches.match(path, { ignoreVary: true }) : undefined
    return kept ? asKept(kept) : offlinePage()
  }
}

const NOTICE = '<p id="notice" role="status">'

/** Says that the page is a kept one. */
async function asKept(response) {
  const page = (await response.text()).replace(
    NOTICE,
    `${NOTICE}You are offline: this is the brief as it was kept.`,
  )
  return new Response(page, { headers: response.headers })
}

const offlinePage = () =>
  new Response(
    `<!DOCTYPE html><html lang="en"><meta name="viewport" content="width=device-width"><title>Offline</title>
<h1>You are offline</h1><p><a href="/">The last brief</a> is here all the same.</p></html>`,
    { status: 503, headers: { 'Content-Type': 'text/html; charset=utf-8' } },
  )

self.addEventListener('push', (event) => {
  const { title, body, path, tag } = event.data.json()
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon: '/icon.svg', data: { path } }))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data.path))
})

async function open(path) {
  const windows = await self.clients.matchAll({ type: 'window' })
  const { href } = new URL(path, self.location.origin)
  const shown = windows.find(({ url }) => url === href)
  return shown ? shown.focus() : self.clients.openWindow(href)
}

// The browser has replaced the subscription: the old one takes nothing any more, and is removed when it says so.
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renew(event))
})

async function renew({ newSubscription, oldSubscription }) {
  const subscription =
    newSubscription ?? (await self.registration.pushManager.subscribe(oldSubscription.options))
  const { endpoint, keys } = subscription.toJSON()
  await fetch('/api/v1/channels', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ kind: 'push', address: endpoint, keys }),
  })
}
