/** The pages' style sheet: one reading column, light and dark, no request of its own. */
export const STYLES = `
:root { color-scheme: light dark; --ink: light-dark(#1d1c1a, #e9e6df); --quiet: light-dark(#5e5a52, #a8a296);
  --paper: light-dark(#fbf9f4, #171613); --line: light-dark(#ddd7ca, #37342d); --accent: light-dark(#8a3b12, #f0a878); }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 Georgia, 'Times New Roman', serif }
.page { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem }
header { border-bottom: 3px double var(--line); margin-bottom: 1.5rem; padding-bottom: .75rem }
h1 { font-size: 2rem; line-height: 1.15; margin: 0 }
h2 { font-size: 1.25rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem }
h3 { font-size: 1.125rem; line-height: 1.3; margin: 0 }
a { color: inherit; text-decoration-color: var(--accent); text-underline-offset: .15em }
.quiet { color: var(--quiet); font-size: .9375rem; margin: .15rem 0 }
.columns { display: grid; gap: 2.5rem }
@media (min-width: 52rem) { .columns { grid-template-columns: minmax(0, 2fr) minmax(0, 1fr) } }
.articles { list-style: none; margin: 0; padding: 0 }
.articles li { padding: .9rem 0; border-bottom: 1px solid var(--line) }
.articles p { margin: .35rem 0 0 }
ul.plain { padding-left: 1.1rem; margin: .5rem 0 }
.done { text-decoration: line-through; color: var(--quiet) }
`
