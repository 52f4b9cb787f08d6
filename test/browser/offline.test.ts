import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser, useBrowser } from './harness.ts'

const browser = useBrowser()

/** The network between browser and service: what a browser calls offline does not always hold for its service worker. */
const open = new Set<Socket>()
let isAway = false
const network = createServer((client) => {
  if (isAway) return client.destroy()
  const service = connect(Number(new URL(browser.origin()).port), '127.0.0.1')
  client.pipe(service).pipe(client)
  for (const [socket, other] of [
    [client, service],
    [service, client],
  ] as const) {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket) && other.destroy())
  }
})
const cutNetwork = () => {
  isAway = true
  for (const socket of open) socket.destroy()
}
let baseURL = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve))
  const address = network.address()
  baseURL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => {
  cutNetwork()
  network.close()
})

describe.runIf(hasBrowser)('without a network', () => {
  it('the brief is read, and thumbs, saves and todos are sent when it is back, once each', async () => {
    await browser.worker().fetch('/api/v1/briefs/today', { method: 'POST' })
    await browser.database.query('delete from feedback')
    // The waiting of this test is done by scripts that the pages' policy refuses.
    const { page } = await browser.open({ bypassCSP: true, baseURL })
    await page.goto('/')
    await page.waitForFunction(`navigator.serviceWorker.controller !== null`)
    const yesterday = await page.locator('a[rel=prev]').getAttribute('href')
    const isKept = (path: string) => page.evaluate<boolean>(`caches.match('${path}').then(Boolean)`)
    for (const path of ['/', yesterday!]) await expect.poll(() => isKept(path)).toBe(true)
    const titles = await page.locator('.article h3').allInnerTexts()

    cutNetwork()
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('You are offline: this is the brief as it was kept.').waitFor()
    expect(await page.locator('.article h3').allInnerTexts()).toEqual(titles)
    const [first, second] = [page.locator('.article').nth(0), page.locator('.article').nth(1)]
    await first.getByRole('button', { name: 'Thumb up' }).click()
    await page.getByText('You are offline. It is kept here').waitFor()
    await second.getByRole('button', { name: 'Thumb down' }).click()
    await first.getByRole('button', { name: /^Save: / }).click()
    await page.getByLabel('New todo').fill('Call the harbour')
    await page.getByLabel('New todo').press('Enter')
    await page.waitForFunction(`JSON.parse(localStorage.getItem('kept')).length === 4`)
    await page.goto(yesterday!)
    expect(await page.title()).toMatch(/Morning Brief/)
    await page.getByText('You are offline: this is the brief as it was kept.').waitFor()
    await page.goto('/topics')
    await page.getByRole('heading', { name: 'You are offline' }).waitFor()
    await page.getByRole('link', { name: 'The last brief' }).click()
    await page.getByText('You are offline: this is the brief as it was kept.').waitFor()

    const rows = () =>
      browser.database.query<{ ups: number; downs: number; saves: number; todos: number }>(
        `select (select count(*)::int from feedback where rating = 'up') as ups,
           (select count(*)::int from feedback where rating = 'down') as downs,
           (select count(*)::int from article_marks where item_id is not null) as saves,
           (select count(*)::int from todos where description = 'Call the harbour') as todos`,
      )
    expect(await rows()).toEqual([{ ups: 0, downs: 0, saves: 0, todos: 0 }])
    // Two windows come back at the same moment, and the answer to the first change is lost: it is sent again.
    const other = await page.context().newPage()
    let lost = 0
    await page.context().route('**/feedback', async (route) => {
      if (lost++ > 0) return route.continue()
      await route.fetch()
      await route.abort()
    })
    isAway = false
    await page.context().setOffline(false)
    await other.goto('/')
    await expect.poll(rows, { timeout: 10_000 }).toEqual([{ ups: 1, downs: 1, saves: 1, todos: 1 }])
    await page.reload()
    await page.waitForFunction(`localStorage.getItem('kept') === '[]'`)
    expect(await rows()).toEqual([{ ups: 1, downs: 1, saves: 1, todos: 1 }])

    // Whoever signs out takes the briefs along.
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await expect.poll(() => isKept('/')).toBe(false)
  })

  it('can be installed', async () => {
    const { page } = await browser.open()
    await page.goto('/')
    const href = await page.locator('link[rel=manifest]').getAttribute('href')
    const manifest = await (await page.request.get(href!)).json()
    expect(manifest).toMatchObject({ start_url: '/', display: 'standalone' })
    for (const { src } of manifest.icons) expect((await page.request.get(src)).status()).toBe(200)
    const devtools = await page.context().newCDPSession(page)
    const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors')
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
  })
})
