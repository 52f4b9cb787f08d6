// Lets each operation of the page be tried. Requests go to this very host, with the token of the field on top, or
// as whoever is signed in on the pages.

const token = document.getElementById('token')
token.form.addEventListener('submit', (event) => event.preventDefault())

/** The request that a form describes. */
function describe(form) {
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

/** The answer as text: status, time, the headers that matter, and the body. */
async function summarise(response, started) {
  const told = ['link', 'location', 'etag', 'retry-after', 'server-timing', 'x-request-id']
  const headers = told.flatMap((name) =>
    response.headers.has(name) ? `${name}: ${response.headers.get(name)}` : [],
  )
  let text = await response.text()
  try {
    text = JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // not JSON, so it is shown as it came
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
      output.textContent = await summarise(await fetch(...describe(form)), started)
    } catch {
      output.textContent = 'The service cannot be reached.'
    }
    form.querySelector('[role=status]').replaceChildren(output)
  })
}

const asked = document.getElementById(location.hash.slice(1))
if (asked?.tagName === 'DETAILS') asked.open = true
