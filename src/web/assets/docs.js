// Runs the "Try it" forms. Requests go to this host, with the token from the field at the top or the session cookie.

const token = document.getElementById('token')
token.form.addEventListener('submit', (event) => event.preventDefault())

/** The arguments of fetch for a form. */
function requestOf(form) {
  let path = form.dataset.path
  const query = new URLSearchParams()
  const headers = new Headers({ Accept: 'application/json' })
  for (const { name, value, dataset } of form.querySelectorAll('[data-in]')) {
    if (value === '') continue
    if (dataset.in === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value))
    if (dataset.in === 'query') query.set(name, value)
    if (dataset.in === 'header') headers.set(name, value)
  }
  if (token.value) headers.set('Authorization', `Bearer ${token.value.trim()}`)
  const init = { method: form.dataset.method, headers }
  const body = form.elements.namedItem('body')
  if (body) {
    headers.set('Content-Type', form.dataset.type)
    init.body = body.value
  }
  return [query.size > 0 ? `${path}?${query}` : path, init]
}

/** The response as text: status, time, some headers, and the body. */
async function describeResponse(response, started) {
  const shown = ['link', 'location', 'etag', 'retry-after', 'server-timing', 'x-request-id']
  const headers = shown.flatMap((name) =>
    response.headers.has(name) ? `${name}: ${response.headers.get(name)}` : [],
  )
  let text = await response.text()
  try {
    text = JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // Not JSON: show it unchanged.
  }
  const ms = Math.round(performance.now() - started)
  return [`${response.status} ${response.statusText} in ${ms} ms`, ...headers, '', text].join('\n')
}

for (const form of document.querySelectorAll('.try')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const output = document.createElement('pre')
    output.tabIndex = 0
    const started = performance.now()
    try {
      output.textContent = await describeResponse(await fetch(...requestOf(form)), started)
    } catch {
      output.textContent = 'The service cannot be reached.'
    }
    form.querySelector('[role=status]').replaceChildren(output)
  })
}

const asked = document.getElementById(location.hash.slice(1))
if (asked?.tagName === 'DETAILS') asked.open = true
