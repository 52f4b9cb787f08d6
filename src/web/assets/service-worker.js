// Shows the notification of the morning, and opens the brief when it is pressed.

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
