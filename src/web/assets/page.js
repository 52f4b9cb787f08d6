// What the pages gain where scripts run. Without this file every form works all the same: each is a POST that
// answers with a redirect to the page that shows the outcome.

const notice = document.getElementById('notice')

/** Tells readers, and screen readers, of something that went wrong. */
function tell(message) {
  notice.textContent = message
  clearTimeout(tell.timer)
  tell.timer = setTimeout(() => {
    notice.textContent = ''
  }, 8000)
}

/** Sends a form and puts the part of the answer that has the given id in place of the one shown now. */
async function swap(form, submitter, id) {
  const body = new FormData(form, submitter)
  const response = await fetch(submitter?.getAttribute('formaction') ?? form.action, {
    method: 'POST',
    body: form.enctype === 'multipart/form-data' ? body : new URLSearchParams(body),
    headers: { Accept: 'text/html' },
  })
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  const fresh = page.getElementById(id)
  if (!fresh) throw new Error(page.getElementById('problem')?.textContent ?? 'That did not work. Try again.')
  const focused = describeFocus()
  document.getElementById(id).replaceWith(fresh)
  restoreFocus(focused)
}

/** How to find the focused control again once its part of the page was replaced. */
function describeFocus() {
  const { activeElement: element } = document
  if (element?.id) return `#${CSS.escape(element.id)}`
  const form = element?.closest('form')
  if (!form) return null
  const key = element.dataset.key
  const control = key ? `[data-key="${key}"]` : element.name ? `[name="${element.name}"]` : 'button'
  return `form[action="${CSS.escape(form.getAttribute('action'))}"] ${control}`
}

function restoreFocus(selector) {
  if (selector && document.activeElement === document.body) document.querySelector(selector)?.focus()
}

document.addEventListener('submit', async (event) => {
  const { target: form, submitter } = event
  const id = submitter?.dataset.swap ?? form.dataset.swap
  if (!id || form.dataset.plain) return
  event.preventDefault()
  try {
    await swap(form, submitter, id)
  } catch (error) {
    tell(error instanceof TypeError ? 'The service cannot be reached. Are you offline?' : error.message)
  }
})

// The preview follows what is typed, a moment after the last key.
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

const keys = document.getElementById('keys')
const articles = () => [...document.querySelectorAll('.article')]
const current = () => document.activeElement?.closest('.article')

/** Moves to the article so many places further. */
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
  u: () => current()?.querySelector('[data-key=u]').click(),
  d: () => current()?.querySelector('[data-key=d]').click(),
  '?': () => keys.showModal(),
}

document.addEventListener('keydown', (event) => {
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
