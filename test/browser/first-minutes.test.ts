import { expect, it } from 'vitest'
import { DESKTOP, hasBrowser, PHONE, useBrowser } from './harness.ts'

const browser = useBrowser()

it.runIf(hasBrowser).each([
  ['with scripts on a desktop', true, DESKTOP],
  ['with scripts on a phone', true, PHONE],
  ['without scripts on a phone', false, PHONE],
] as const)(
  '%s: from nothing to nine articles in six clicks',
  async (_, scripts, viewport) => {
    await browser.database.query('delete from topics')
    await browser.database.query('delete from briefs')
    await browser.database.query('delete from sources')
    await browser.database.query(`update users set time_zone = 'UTC'`)
    const { page, complaints } = await browser.open({
      javaScriptEnabled: scripts,
      viewport,
      timezoneId: 'Europe/Lisbon',
      locale: 'en-GB',
    })
    const started = Date.now()
    let clicks = 0
    const click = async (name: string, role: 'button' | 'link' | 'checkbox' = 'button') => {
      clicks += 1
      await page.getByRole(role, { name }).click()
    }
    await page.goto('/')
    for (const name of ['Space', 'Climate and energy', 'Software and machines']) await click(name, 'checkbox')
    await click('Make my brief')
    await page.getByRole('heading', { name: 'Your first brief' }).waitFor()
    if (!scripts) {
      while (await page.getByRole('link', { name: 'Look again' }).count()) {
        await page.waitForTimeout(500)
        await page.goto('/start/progress')
      }
      await click('Show my brief')
    }
    await page.getByRole('region', { name: 'Space' }).waitFor({ timeout: 50_000 })
    expect(await page.getByRole('article').count()).toBe(9)
    expect(clicks).toBeLessThanOrEqual(6)
    expect(Date.now() - started).toBeLessThan(60_000)
    const [user] = await browser.database.query<{ time_zone: string }>('select time_zone from users limit 1')
    if (scripts) expect(user!.time_zone).toBe('Europe/Lisbon')
    expect(complaints).toEqual([])
    // The first click on a headline opens its page.
    await page.locator('.article h3 a').first().click()
    await page.getByText('Invented for Morning Brief on a laptop.').waitFor()
  },
  90_000,
)
