/** The keys of an object that has no others, which `Object.keys` cannot know. */
export const keysOf = <Key extends string>(object: Readonly<Record<Key, unknown>>): Key[] =>
  Object.keys(object) as Key[]
