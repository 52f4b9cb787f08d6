/** `Object.keys` with the type of the keys, for objects that have no other keys than their type says. */
export const keysOf = <Key extends string>(object: Readonly<Record<Key, unknown>>): Key[] =>
  Object.keys(object) as Key[]
