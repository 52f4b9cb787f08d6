// src/local/build-assets.ts writes this file; dev, tests and wrangler run it first.
import minified from '../../dist/styles.json' with { type: 'json' }

/** The minified style sheet of src/web/styles, which every page has inline. */
export const STYLES = minified
