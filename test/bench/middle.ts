/** The middle one of some figures by size; of an even number the upper of the two. */
export const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1]!
