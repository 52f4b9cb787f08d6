import fc from 'fast-check'

/** How a feed tells its entries apart. */
export interface Habits {
  /** `guid`: an id that is no address; `permalink`: the address is the id; `none`: no ids. */
  ids: 'guid' | 'permalink' | 'none'
  /** `own`: a page an entry; `page`: one page for all; `home`: the feed's own front page. */
  links: 'own' | 'page' | 'home'
  titles: 'distinct' | 'same'
}

/** What happens between one fetch and the next. */
export interface Step {
  published: number
  /** Which entry of the feed is edited, if there are so many. */
  edited: { place: number; what: 'title' | 'text' | 'slug' | 'title and slug' } | null
  /** `ids`: new ids for all; `host`: everything has a new address. */
  rewritten: 'ids' | 'host' | null
  /** How many entries the feed shows, and in which order. */
  shown: number
  order: 'newest' | 'oldest' | 'rotated'
  tracked: boolean
}

export const habits: fc.Arbitrary<Habits> = fc.record({
  ids: fc.constantFrom('guid', 'permalink', 'none'),
  links: fc.constantFrom('own', 'own', 'page', 'home'),
  titles: fc.constantFrom('distinct', 'same'),
})

export const history: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    published: fc.nat(3),
    edited: fc.option(
      fc.record({ place: fc.nat(4), what: fc.constantFrom('title', 'text', 'slug', 'title and slug') }),
    ),
    rewritten: fc.option(fc.constantFrom('ids', 'host'), { freq: 3 }),
    shown: fc.integer({ min: 1, max: 6 }),
    order: fc.constantFrom('newest', 'newest', 'oldest', 'rotated'),
    tracked: fc.boolean(),
  }),
  { minLength: 2, maxLength: 6 },
)

/** An article as its author knows it, whatever the feed makes of it. */
interface Written {
  id: number
  title: string
  slug: string
  text: string
  date: Date
}

/** A publisher and its feed: what was written, and what the feed shows of it. */
export class World {
  readonly seen = new Set<number>()
  readonly #written: Written[] = []
  readonly #habits: Habits
  readonly #name: string
  readonly #unseen = new Set<number>()
  #scheme = 0
  #host = 0
  #edits = 0
  shown: Written[] = []

  constructor(name: string, habits: Habits) {
    this.#name = name
    this.#habits = habits
  }

  get site() {
    return `https://host${this.#host}.${this.#name}.example`
  }

  /** Lets one step happen, and gives the feed as it is then. */
  next(step: Step): string {
    // One entry alone does not tell that its link is a page of all.
    const first = this.#written.length === 0 ? 2 : 0
    for (let n = 0; n < Math.max(step.published, first); n++) this.#publish()
    // What was edited and moved at once, before anybody saw it edited, nobody could know again.
    if (step.rewritten && this.#unseen.size === 0) this.#rewrite(step.rewritten)
    else if (step.edited) this.#edit(this.shown[step.edited.place], step.edited.what)
    const newest = this.#written.toReversed().slice(0, Math.max(step.shown, first))
    this.shown = step.order === 'oldest' ? newest.reverse() : newest
    if (step.order === 'rotated') this.shown = [...this.shown.slice(1), ...this.shown.slice(0, 1)]
    for (const { id } of this.shown) {
      this.seen.add(id)
      this.#unseen.delete(id)
    }
    return this.#document(step.tracked)
  }

  #publish() {
    const id = this.#written.length
    const title = this.#habits.titles === 'same' ? 'Harbour update' : `Story ${id} of ${this.#name}`
    const date = new Date(Date.UTC(2026, 10, 1, 6, 7 * id))
    this.#written.push({ id, title, slug: `story-${id}`, text: `What happened in ${id}.`, date })
  }

  /** Without ids nothing but the link, or the title and date on a page of all, can say which article this is. */
  #edit(article: Written | undefined, what: NonNullable<Step['edited']>['what']) {
    if (!article) return
    const { ids, links } = this.#habits
    const edit = ++this.#edits
    this.#unseen.add(article.id)
    if (what === 'text') article.text = `What really happened in ${article.id}, ${edit}.`
    if (what.includes('title') && (ids !== 'none' || links === 'own'))
      article.title = `Better headline ${edit}`
    if (what.includes('slug') && ids === 'guid') article.slug = `moved-${article.id}-${edit}`
  }

  #rewrite(what: NonNullable<Step['rewritten']>) {
    if (what === 'ids') this.#scheme++
    else if (this.#habits.links === 'own') this.#host++
  }

  linkOf({ id, slug }: Written): string {
    const { links, ids } = this.#habits
    if (links === 'own') return `${this.site}/${ids === 'permalink' ? `story-${id}` : slug}`
    return links === 'page' ? `${this.site}/changes` : `${this.site}/`
  }

  #idOf({ id }: Written): string {
    const { ids } = this.#habits
    if (ids === 'none') return ''
    if (ids === 'guid') return `<guid isPermaLink="false">scheme-${this.#scheme}-${this.#host}:${id}</guid>`
    const scheme = this.#scheme % 2 === 0 ? 'https' : 'http'
    return `<guid>${scheme}://${this.site.slice(8)}/story-${id}</guid>`
  }

  #document(tracked: boolean): string {
    const items = this.shown.map(
      (article) =>
        `<item><title>${article.title}</title><link>${this.linkOf(article)}${tracked ? '?utm_source=feed' : ''}</link>${this.#idOf(article)}<pubDate>${article.date.toUTCString()}</pubDate><description>${article.text}</description></item>`,
    )
    return `<rss version="2.0"><channel><title>${this.#name}</title><link>${this.site}/</link>${items.join('')}</channel></rss>`
  }
}
