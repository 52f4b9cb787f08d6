/** What the groups of operations are about, in the order in which a reader of the contract meets them. */
export const TAGS = [
  { name: 'briefs', description: 'Three articles per topic and day, built once a morning or on demand.' },
  { name: 'topics', description: 'What a reader cares about: keywords, and what they would bring.' },
  { name: 'feedback', description: 'Thumbs on what was delivered; they move what comes next.' },
  { name: 'deliveries', description: 'Every article that was delivered, through all dates.' },
  { name: 'articles', description: 'What the feeds brought: read, search, push, remove.' },
  { name: 'summaries', description: 'One summary per article and model, shared by all readers.' },
  { name: 'sources', description: 'The feeds and their health. Everyone reads them, admins change them.' },
  { name: 'todos', description: 'Short things to do, beside the brief.' },
  { name: 'items', description: 'Things a reader saves, beside the brief.' },
  { name: 'me', description: 'The caller: settings, export, leaving.' },
  { name: 'tokens', description: 'Bearer tokens for programs; the text is shown once.' },
  { name: 'users', description: 'The readers of this service. Admins only.' },
  { name: 'health', description: 'For probes and balancers. No token is needed.' },
]
