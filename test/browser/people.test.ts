import { describe, expect, it } from 'vitest'
import { hasBrowser, useBrowser } from './harness.ts'

const browser = useBrowser()

describe.runIf(hasBrowser)('people', () => {
  it('five come in by links, each with a time zone and sources of their own, and nobody sees a token', async () => {
    const admin = await browser.open()
    await admin.page.goto('/')
    await admin.page.getByRole('link', { name: 'People' }).click()
    for (const [n, timezoneId] of [
      'Europe/Berlin',
      'Asia/Tokyo',
      'America/New_York',
      'Australia/Sydney',
      'Africa/Nairobi',
    ].entries()) {
      const email = `person-${n}@example.org`
      await admin.page.getByLabel('Mail address').fill(email)
      await admin.page.getByRole('button', { name: 'Invite by a link' }).click()
      const link = await admin.page.getByText(/\/sign-in#mb_/).innerText()

      const { page, complaints } = await browser.open({ timezoneId })
      await page.goto(link)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('checkbox', { name: /^Space/ }).check()
      await page.getByRole('button', { name: 'Make my brief' }).click()
      await page.locator('.article').first().waitFor()
      await page.goto('/sources')
      await page.getByRole('button', { name: /^Mute/ }).nth(n).click()
      await page.waitForLoadState()
      await page.goto('/settings')
      expect(await page.getByLabel('Time zone').inputValue()).toBe(timezoneId)
      expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0)
      expect((await page.goto('/people'))?.status()).toBe(403)
      expect(complaints.filter((line) => !line.includes('403'))).toEqual([])
    }
    const rows = await browser.database.query<{
      people: number
      zones: number
      muted: number
      tokens: number
    }>(
      `select count(distinct u.id)::int as people, count(distinct u.time_zone)::int as zones,
         count(distinct c.source_id) filter (where c.choice = 'muted')::int as muted,
         (select count(*)::int from access_tokens t join users o on o.id = t.user_id
           where t.kind = 'token' and o.email like 'person-%') as tokens
       from users u join source_choices c on c.user_id = u.id where u.email like 'person-%'`,
    )
    expect(rows).toEqual([{ people: 5, zones: 5, muted: 5, tokens: 0 }])
  }, 120_000)

  it('make a passkey and sign in with it', async () => {
    const { page, complaints } = await browser.open()
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    const [invited] = await browser.database.query<{ id: number }>(
      `insert into users (email) values ('keys@example.org') returning id`,
    )
    const admin = await browser.open()
    // A passkey belongs to a name, and 127.0.0.1 is none.
    const local = browser.origin().replace('127.0.0.1', 'localhost')
    await admin.page.goto(`${local}/people`)
    await admin.page.getByRole('button', { name: 'New link: keys@example.org' }).click()
    await page.goto(await admin.page.getByText(/\/sign-in#mb_/).innerText())
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('You follow no topics yet.').waitFor()
    await page.goto(`${local}/settings`)
    await page.getByRole('button', { name: 'Make a passkey', exact: true }).click()
    await page.getByRole('button', { name: /^Remove the passkey/ }).waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('You follow no topics yet.').waitFor()
    const rows = await browser.database.query(
      'select algorithm, last_used_at is not null as used from passkeys where user_id = $1',
      [invited!.id],
    )
    expect(rows).toEqual([{ algorithm: -7, used: true }])
    // A passkey that was removed here signs nobody in, and the page says so.
    await browser.database.query('delete from passkeys')
    await page.context().clearCookies()
    await page.goto(`${local}/sign-in`)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('This passkey is not known here').waitFor()
    expect(complaints.filter((line) => !line.includes('401') && !line.startsWith(local))).toEqual([])
  })
})
