/** What the forms of an article need to know. */
interface Marked {
  id: number
  title: string
  item_id: string | null
}

/** The button that saves an article, or takes it off the saved items. `swap` are the parts of the page that change. */
export const SaveArticle = (props: { article: Marked; back: string; swap: string }) => {
  const { article, back, swap } = props
  const isSaved = article.item_id !== null
  return (
    <form method="post" action={`/articles/${article.id}/mark`} data-swap={swap}>
      <input type="hidden" name="back" value={back} />
      <button
        type="submit"
        class="icon"
        name="is_saved"
        value={String(!isSaved)}
        aria-pressed={String(isSaved)}
        aria-label={`Save: ${article.title}`}
        data-key="s"
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M7 4h10v16l-5-4-5 4z" />
        </svg>
      </button>
    </form>
  )
}

/** The link to an article's original page; opening it marks the article as read (page.js), and a read one looks so. */
export const ArticleLink = (props: {
  article: { id: number; title: string; link: string }
  id?: string
  isRead: boolean
}) => (
  <>
    <a
      id={props.id}
      href={props.article.link}
      rel="noreferrer"
      class={props.isRead ? 'read' : undefined}
      data-read={String(props.article.id)}
    >
      {props.article.title}
    </a>
    {props.isRead && <span class="sr"> (read)</span>}
  </>
)
