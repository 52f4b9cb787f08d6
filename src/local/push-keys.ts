import { Command } from 'commander'
import { createVapidKeys } from './vapid-keys.ts'

new Command('push:keys')
  .description('make the keys that sign notifications (web push)')
  .addHelpText(
    'after',
    `
Browsers subscribe to these keys: with others, all of them have to be asked again. Keep them as a secret:
  $ npm run -s push:keys | npx wrangler secret put VAPID_KEYS --env production`,
  )
  .parse()

console.log(await createVapidKeys())
