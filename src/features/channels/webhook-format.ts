import type { Channel } from './schemas.ts'

/** The format that a service expects, by its address; JSON for all others. */
export function guessFormat({ hostname, pathname }: URL): NonNullable<Channel['format']> {
  if (hostname === 'ntfy.sh') return 'ntfy'
  if (hostname === 'hooks.slack.com') return 'slack'
  if (/^(\w+\.)?discord(app)?\.com$/.test(hostname) && pathname.startsWith('/api/')) return 'discord'
  if (hostname === 'api.telegram.org') return 'telegram'
  return 'json'
}

/** What is wrong with an address for a format; null when it will do. */
export function formatFault(format: NonNullable<Channel['format']>, url: URL): string | null {
  if (
    format === 'telegram' &&
    !(/^\/bot[^/]+\/sendMessage$/.test(url.pathname) && url.searchParams.get('chat_id'))
  )
    return 'must be like https://api.telegram.org/bot<token>/sendMessage?chat_id=<chat>'
  if (format === 'ntfy' && !/^\/[\w-]{1,64}$/.test(url.pathname))
    return 'must be like https://ntfy.sh/<topic>'
  return null
}
