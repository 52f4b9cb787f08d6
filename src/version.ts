/** The version of package.json, which would be in the bundle as a whole; a test holds them together. */
export const VERSION = '0.2.0'
