import { describe, expect, it } from 'vitest'
import { DESKTOP, hasBrowser, PHONE, useBrowser } from './harness.ts'

const browser = useBrowser()

const OPML = `<opml version="2.0"><head/><body>
  <outline type="rss" text="The Far Shore" xmlUrl="https://far-shore.example/NAME.xml"/>
  <outline type="rss" text="Not allowed" xmlUrl="http://127.0.0.1:1/feed"/></body></opml>`

describe.runIf(hasBrowser)('a morning', () => {
  it.each([
    ['with scripts on a desktop', true, DESKTOP],
    ['with scripts on a phone', true, PHONE],
    ['without scripts on a desktop', false, DESKTOP],
    ['without scripts on a phone', false, PHONE],
  ] as const)('%s: topic, preview, brief, thumbs, todo, subscription list', async (_, scripts, viewport) => {
    const { page, complaints } = await browser.open({ javaScriptEnabled: scripts, viewport })
    const name = `Sea ${scripts} ${viewport.width}`

    await page.goto('/topics')
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Keywords, one a line').fill('lighthouse*\ntide')
    if (!scripts) await page.getByRole('button', { name: 'Preview' }).click()
    const preview = page.getByRole('region', { name: 'What the keywords match' })
    await preview.getByText('of the last three days; the best').waitFor()
    expect(await preview.getByRole('article').count()).toBeGreaterThan(0)
    expect(await page.getByLabel('Name').inputValue()).toBe(name)
    await page.getByRole('button', { name: 'Add topic' }).click()
    await page.getByRole('heading', { name }).waitFor()

    await page.getByLabel('Name').fill(name)
    await page.getByRole('button', { name: 'Add topic' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe(name)

    await page.getByRole('link', { name: 'Brief', exact: true }).click()
    const build = page.getByRole('button', { name: /Build it now|Fill the empty places|Look once more/ })
    await build.click()
    const topic = page.getByRole('region', { name })
    await topic.getByRole('article').first().waitFor()

    const article = topic.getByRole('article').first()
    await article.getByRole('button', { name: 'Thumb up' }).click()
    await article.locator('[aria-label="Thumb up"][aria-pressed=true]').waitFor()
    await article.getByLabel('Comment').fill('More of this')
    await article.getByRole('button', { name: 'Save', exact: true }).press('Enter')
    await article.locator('input[type=hidden][value="More of this"]').waitFor({ state: 'attached' })
    // Where the thumb had the focus now, a second Enter would take the rating back.
    const focused = await page.evaluate<string>('document.activeElement.textContent')
    if (scripts) expect(focused).toBe('Save')
    await article.getByRole('button', { name: 'Thumb down' }).click()
    await article.locator('[aria-label="Thumb down"][aria-pressed=true]').waitFor()
    const [feedback] = await browser.database.query(
      `select rating, comment from feedback join deliveries on deliveries.id = delivery_id
         join topics on topics.id = topic_id where topics.name = $1`,
      [name],
    )
    expect(feedback).toEqual({ rating: 'down', comment: 'More of this' })

    // Another run of this morning may have read the same article.
    await browser.database.query('delete from article_marks')
    const title = await article.locator('h3 a').innerText()
    const items = page.getByRole('region', { name: 'Items' })
    await article.getByRole('button', { name: /^Save: / }).click()
    await items.getByRole('link', { name: title }).waitFor()
    await article.getByRole('button', { name: /^Save: / }).click()
    await items.getByRole('link', { name: title }).waitFor({ state: 'detached' })
    await article.getByRole('link', { name: /^Read here: / }).click()
    await page.getByRole('heading', { name: title }).waitFor()
    if (!scripts) await page.getByRole('button', { name: 'Mark as read' }).click()
    await page.getByRole('button', { name: 'Mark as unread' }).waitFor()
    await page.goto('/')
    await article.getByText('(read)').waitFor()

    const todo = `Buy a coat ${name}`
    await page.getByLabel('New todo').fill(todo)
    await page.getByLabel('New todo').press('Enter')
    await page.getByRole('button', { name: `Finish: ${todo}` }).click()
    await page.getByRole('button', { name: `Reopen: ${todo}` }).waitFor()
    await page.getByRole('button', { name: `Delete: ${todo}` }).click()
    await page.getByText(todo).waitFor({ state: 'detached' })

    await page.getByRole('link', { name: 'Sources', exact: true }).click()
    await page.getByLabel('Subscription list (OPML)').setInputFiles({
      name: 'feeds.opml',
      mimeType: 'text/x-opml',
      buffer: Buffer.from(OPML.replace('NAME', `${scripts}-${viewport.width}`)),
    })
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByText('1 source added, 0 known already, 1 refused.').waitFor()
    expect(complaints.filter((line) => !line.includes('409'))).toEqual([])
  })

  it('is read by keyboard: j and k move, u and d rate, ? helps', async () => {
    await browser.worker().fetch('/api/v1/briefs/today', { method: 'POST' })
    const { page, complaints } = await browser.open()
    await page.goto('/')
    const focused = () => page.evaluate<string>(`document.activeElement?.closest('.article')?.id`)
    const ids = await page.locator('.article').evaluateAll((all) => all.map((each) => each.id))
    await page.keyboard.press('j')
    expect(await focused()).toBe(ids[0])
    await page.keyboard.press('j')
    expect(await focused()).toBe(ids[1])
    await page.keyboard.press('u')
    await page.locator(`#${ids[1]} [data-key=u][aria-pressed=true]`).waitFor()
    expect(await focused()).toBe(ids[1])
    await page.keyboard.press('u')
    await page.locator(`#${ids[1]} [data-key=u][aria-pressed=false]`).waitFor()
    await page.keyboard.press('k')
    expect(await focused()).toBe(ids[0])
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('dialog').isVisible()).toBe(false)
    expect(complaints).toEqual([])
    await page.keyboard.press('?')
    await page.getByLabel('Use these keys').uncheck()
    await page.reload()
    await page.keyboard.press('?')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('says what is wrong when the service is away, and loses nothing that was typed', async () => {
    const { page } = await browser.open()
    await page.goto('/topics')
    await page.route('**/topics/preview', (route) => route.abort())
    await page.getByLabel('Name').fill('Still here')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByText('The service cannot be reached.').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toBe('Still here')
  })
})
