import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { chromium } from 'playwright-core'

const INSTALLED = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome']

const { origin, out } = new Command('screenshot')
  .description(
    'Takes the picture of the README from the page that npm run dev serves. Needs a Chromium (or CHROMIUM).',
  )
  .option('--origin <url>', 'where it is served', 'http://localhost:8787')
  .option('--out <file>', 'where it goes', 'docs/brief.jpg')
  .parse()
  .opts<{ origin: string; out: string }>()

const executablePath = process.env.CHROMIUM ?? INSTALLED.find((path) => existsSync(path))
if (executablePath === undefined) {
  console.error('There is no Chromium here. Install one, or name it with CHROMIUM.')
  process.exit(1)
}
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage({ viewport: { width: 1080, height: 760 }, colorScheme: 'light' })
await page.goto(origin, { waitUntil: 'networkidle' })
await page.screenshot({ path: out, type: 'jpeg', quality: 45 })
await browser.close()
console.log(out)
