// Progressive enhancement: without this file every form still works as a POST that redirects to the updated page.

import { keepForLater } from './offline.js'

const notice = document.getElementById('notice')

/** Shows an error, and announces it to screen readers. */
function showNotice(message) {
  notice.textContent = message
  clearTimeout(showNotice.timer)
  showNotice.timer = setTimeout(() => {
    notice.textContent = ''
  }, 8000)
}

/** The last request for each part of the page. Requests run one after the other, so that the newest response wins. */
const pending = new Map()

/** Sends a form and replaces the parts of the page with these ids by the same parts of the response. */
function swap(form, submitter, ids) {
  const body = new FormData(form, submitter)
  const [id] = ids.split(' ')
  const turn = (pending.get(id) ?? Promise.resolve()).then(() =>
    exchange(form, submitter, body, ids.split(' ')),
  )
  pending.set(
    id,
    turn.catch(() => {}),
  )
  return turn
}

async function exchange(form, submitter, body, ids) {
  const address = submitter?.getAttribute('formaction') ?? form.action
  const sent = form.enctype === 'multipart/form-data' ? body : new URLSearchParams(body)
  const response = await fetch(address, {
    method: 'POST',
    body: sent,
    headers: { Accept: 'text/html' },
  }).catch((error) => {
    if (!keepForLater(new URL(address, location.href).pathname, String(sent))) throw error
    showAsDone(form, submitter)
    return null
  })
  if (response === null) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const parts = ids.map((id) => [document.getElementById(id), page.getElementById(id)])
  if (!parts[0][1])
    throw new Error(page.getElementById('problem')?.textContent ?? 'That did not work. Try again.')
  const focused = describeFocus()
  for (const [part, fresh] of parts) {
    // Keep the element and replace its children: screen readers announce changes in a live region, but not a new one.
    if (fresh) part?.replaceChildren(...fresh.childNodes)
  }
  restoreFocus(focused, parts[0][0])
}

/** Shows what was pressed while there is no network; the service knows of it later. */
function showAsDone(form, submitter) {
  if (submitter?.hasAttribute('aria-pressed')) {
    submitter.setAttribute('aria-pressed', String(submitter.getAttribute('aria-pressed') !== 'true'))
  }
  form.querySelector('input:not([type=hidden])')?.form.reset()
  showNotice('You are offline. It is kept here, and sent when the network is back.')
}

/** A selector that finds the focused control again after its part of the page was replaced. */
function describeFocus() {
  const { activeElement: element } = document
  if (element?.id) return `#${CSS.escape(element.id)}`
  const form = element?.closest('form')
  if (!form) return null
  const key = element.dataset.key
  const control = key ? `[data-key="${key}"]` : element.name ? `[name="${element.name}"]` : 'button'
  return `form[action="${CSS.escape(form.getAttribute('action'))}"] ${control}`
}

function restoreFocus(selector, part) {
  if (!selector || document.activeElement !== document.body) return
  const control = document.querySelector(selector)
  if (control) return control.focus()
  // The control was deleted, so focus the heading of its part.
  const heading = part.querySelector('h2, h3')
  heading?.setAttribute('tabindex', '-1')
  heading?.focus()
}

document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event
  const id = submitter?.dataset.swap ?? form.dataset.swap
  if (!id || form.dataset.plain) return
  event.preventDefault()
  try {
    await swap(form, submitter, id)
  } catch (error) {
    showNotice(error instanceof TypeError ? 'The service cannot be reached. Are you offline?' : error.message)
  }
})

// Update the preview while typing (debounced).
document.addEventListener('input', ({ target }) => {
  const button = target.form?.querySelector('button[data-live]')
  if (!button) return
  clearTimeout(button.timer)
  button.timer = setTimeout(() => {
    swap(target.form, button, button.dataset.swap).catch(() => {})
  }, 400)
})

document.addEventListener('click', (event) => {
  const { target } = event
  const question = target.closest?.('[data-confirm]')?.dataset.confirm
  if (question && !confirm(question)) event.preventDefault()
})

/** Tells that an article was opened; the request outlives this page. */
function markRead(id) {
  navigator.sendBeacon(`/articles/${id}/mark`, new URLSearchParams({ is_read: 'true' }))
}

// A link is opened by a click, by Enter, or in a new tab by the middle button.
for (const kind of ['click', 'auxclick']) {
  document.addEventListener(kind, ({ target, button }) => {
    const link = target.closest?.('a[data-read]')
    if (!link || button > 1) return
    markRead(link.dataset.read)
    link.classList.add('read')
  })
}
const opened = document.querySelector('[data-opened]')
if (opened) {
  markRead(opened.dataset.opened)
  const button = opened.querySelector('[name=is_read]')
  button.value = 'false'
  button.textContent = 'Mark as unread'
}

for (const field of document.querySelectorAll('[data-time-zone]')) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** Looks again how far a page's work is, until it is done; then does what comes next. */
async function poll() {
  const part = document.getElementById('progress')
  if (!part) return
  const next = part.querySelector('[data-when-done=submit]')
  if (next) return next.submit()
  const wait = Number(part.dataset.poll)
  if (!wait) return
  await new Promise((resolve) => setTimeout(resolve, wait))
  try {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } })
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    const fresh = page.getElementById('progress')
    if (fresh) {
      part.replaceChildren(...fresh.childNodes)
      if (!fresh.dataset.poll) delete part.dataset.poll
    }
  } catch {
    // The network is away for a moment.
  }
  return poll()
}
poll()

const keys = document.getElementById('keys')
const articles = () => [...document.querySelectorAll('.article')]
const current = () => document.activeElement?.closest('.article')

/** Moves the focus by this many articles. */
function move(step) {
  const list = articles()
  const at = list.indexOf(current())
  const next = list[at === -1 ? (step > 0 ? 0 : list.length - 1) : at + step]
  next?.querySelector('h3 a').focus()
  next?.scrollIntoView({ block: 'nearest' })
}

const ACTIONS = {
  j: () => move(1),
  k: () => move(-1),
  u: () => current()?.querySelector('[data-key=u]')?.click(),
  d: () => current()?.querySelector('[data-key=d]')?.click(),
  s: () => current()?.querySelector('[data-key=s]')?.click(),
  '?': () => keys.showModal(),
}

// Accessing localStorage throws where the browser blocks it; then the setting lasts as long as the page.
const storage = (() => {
  try {
    return localStorage
  } catch {
    return null
  }
})()
const switched = document.getElementById('keys-on')
switched.checked = storage?.getItem('keys') !== 'off'
switched.addEventListener('change', () => storage?.setItem('keys', switched.checked ? 'on' : 'off'))

document.addEventListener('keydown', (event) => {
  if (!switched.checked) return
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return
  if (event.target.closest('input, textarea, select')) return
  const action = ACTIONS[event.key]
  if (!action) return
  event.preventDefault()
  action()
})

const show = document.getElementById('show-keys')
if (articles().length > 0) {
  show.hidden = false
  show.addEventListener('click', () => keys.showModal())
}

// A one-time link was opened: its code leaves the address and waits in the form for the button.
const codeForm = document.querySelector('form[data-code]')
const code = /^#(mb_[\w-]{43})$/.exec(location.hash)?.[1]
if (codeForm && code) {
  history.replaceState(null, '', location.pathname + location.search)
  const field = document.createElement('input')
  field.type = 'hidden'
  field.name = codeForm.dataset.code
  field.value = code
  codeForm.querySelector('p').replaceWith(field)
  codeForm.querySelector('input:not([type=hidden]), button').focus()
}
