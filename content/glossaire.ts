/**
 * The glossary: one French word a thing, its English in parentheses, one or two sentences, in the order of
 * the alphabet. Knows nothing of the page.
 */
import { workshopWords } from "./glossaire-atelier.ts";
import type { GlossaryEntry } from "./glossaire-entree.ts";
import { studyWords } from "./glossaire-etudes.ts";

export type { GlossaryEntry } from "./glossaire-entree.ts";

export const glossary: readonly GlossaryEntry[] = [...studyWords, ...workshopWords].sort((a, b) =>
  a.term.localeCompare(b.term, "fr"),
);
