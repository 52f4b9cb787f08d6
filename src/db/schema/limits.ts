/**
 * The largest values that columns hold; the contract and the database refuse what is larger. Those of a varchar stand
 * where it is declared.
 */

/** Characters of an item's description. */
export const MAX_DESCRIPTION = 10_000
/** Characters of feedback's comment. */
export const MAX_COMMENT = 2_000
/** Characters of a summary that a model made. */
export const MAX_SUMMARY_TEXT = 4_000
/** Numbers of a vector that a model makes of a text. */
export const MAX_DIMENSIONS = 4_096
/** Characters of what WebAuthn gives, in base64url: 1,023 bytes are the most of an id, and an RSA key of 4,096 bits is 550. */
export const MAX_CREDENTIAL_ID = 1_364
export const MAX_PUBLIC_KEY = 1_024
/** Characters of a time zone's name. */
export const MAX_TIME_ZONE = 64
/** Characters of an ETag or Last-Modified that a feed server sent. */
export const MAX_VALIDATOR = 512

/** Tags of an article or source, and the characters of each. */
export const MAX_TAGS = 32
export const MAX_TAG = 64
/** Keywords of a topic, and the characters of each. */
export const MAX_KEYWORDS = 50
export const MAX_KEYWORD = 100

/** Bytes of an article's HTML: five times what the ingest keeps, in the longest characters. */
export const MAX_SUMMARY_RAW_BYTES = 400_000

/** JSON writes one character in at most six bytes, and two quotes, a comma and a space around each text. */
const listBytes = (texts: number, characters: number) => texts * (6 * characters + 4) + 2
/** Bytes of the lists above as JSON. */
export const MAX_TAGS_BYTES = listBytes(MAX_TAGS, MAX_TAG)
export const MAX_KEYWORDS_BYTES = listBytes(MAX_KEYWORDS, MAX_KEYWORD)
