import type { Child } from 'hono/jsx'
import { Layout } from '../layout.tsx'

/** A page that a mail's link opens: it asks for one click, since programs that scan mail open links, too. */
export const LinkPage = ({ title, children }: { title: string; children: Child }) => (
  <Layout title={`${title} · Morning Brief`} path="">
    <div class="empty">
      <h1>{title}</h1>
      {children}
    </div>
  </Layout>
)

interface AskProps {
  /** Where the form goes; the link's text is in it. */
  path: string
  link: string
  buttons: readonly { label: string; value?: string }[]
}

export const Ask = ({ path, link, buttons }: AskProps) => (
  <form method="post" action={`${path}?${new URLSearchParams({ t: link })}`} class="actions">
    {buttons.map(({ label, value }, at) => (
      <button type="submit" class={at === 0 ? 'primary' : undefined} name={value && 'rating'} value={value}>
        {label}
      </button>
    ))}
  </form>
)
