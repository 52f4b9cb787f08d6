// The button that lets this browser show a notification each morning.

const part = document.getElementById('push')
const hint = document.getElementById('push-hint')
const button = document.getElementById('push-add')

if (part && 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window) {
  button.hidden = false
  hint.textContent = 'One a morning; pressing it opens the brief.'
  button.addEventListener('click', async () => {
    button.disabled = true
    try {
      hint.textContent = await subscribe(part.dataset.key)
    } catch (error) {
      hint.textContent = error.message
    }
    button.disabled = false
  })
}

async function subscribe(applicationServerKey) {
  if ((await Notification.requestPermission()) !== 'granted') {
    return 'Your browser was told not to show notifications of this page. Allow them in its settings.'
  }
  await navigator.serviceWorker.register('/service-worker.js')
  const { pushManager } = await navigator.serviceWorker.ready
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey })
  const { endpoint, keys } = subscription.toJSON()
  const response = await fetch('/api/v1/channels', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ kind: 'push', address: endpoint, keys }),
  })
  // 409: this browser is subscribed already.
  if (!response.ok && response.status !== 409) return (await response.json()).detail
  location.reload()
  return 'This device is notified each morning.'
}
