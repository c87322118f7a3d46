/** The accounts of each bank, by letter. */
export const accountsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i));
