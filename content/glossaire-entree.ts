/** The form of an entry of the glossary. Sentences are typed with ordinary spaces; the page sets them. */

export interface GlossaryEntry {
  /** Anchor: stable, ASCII. */
  readonly id: string;
  readonly term: string;
  /** What practitioners say in English, or null when they say the French word. */
  readonly english: string | null;
  /** Other French words met for the same thing. */
  readonly also: readonly string[];
  readonly definition: string;
  readonly seen: { readonly title: string; readonly href: string } | null;
}

export const entry = (
  id: string,
  term: string,
  english: string | null,
  definition: string,
  rest: { readonly also?: readonly string[]; readonly seen?: GlossaryEntry["seen"] } = {},
): GlossaryEntry => ({
  id,
  term,
  english,
  definition,
  also: rest.also ?? [],
  seen: rest.seen ?? null,
});
