/**
 * Run by wrangler before it builds the default environment of wrangler.toml, which has the laptop's limits: it may be
 * served by `wrangler dev`, but never leave this machine. wrangler names its command in WRANGLER_COMMAND.
 */
const command = process.env.WRANGLER_COMMAND
if (command !== undefined && command !== 'dev') {
  console.error(
    [
      `wrangler ${command} without --env would put the settings of a laptop on the internet, so it is refused.`,
      'Deploy production with: npm run deploy',
      'It is the environment "production" of wrangler.toml: npx wrangler deploy --env production',
    ].join('\n'),
  )
  process.exit(1)
}
