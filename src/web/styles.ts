// Written by src/local/build-assets.ts, which dev, tests and wrangler run before anything else.
import minified from '../../dist/styles.json' with { type: 'json' }

/** The style sheet of all pages, src/web/styles, as each of them carries it. */
export const STYLES = minified
