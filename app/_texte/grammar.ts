/**
 * The little French that sentences about any scenario need: elision, contraction, agreement.
 *
 * Works on names as cards give them, article included: « l’orchestrateur », « le prestataire »,
 * « les clients », or bare proper names (« Paiement »). Knows no event and no card.
 */

const VOWEL = /^[aeiouyàâäéèêëîïôöùûüœæh]/i;
/** Words in -e that are masculine, met in our scenarios. */
const MASCULINE = new Set(["compte", "article", "centre", "groupe", "verre", "casque", "vote"]);

/** True when « de » becomes « d’ » before this word. A leading h is taken as mute. */
export const isElided = (word: string): boolean => VOWEL.test(word);

/** « les clients » takes a plural verb. */
export const isPlural = (named: string): boolean => /^les /i.test(named);

/** The verb that agrees with this subject: `agree("les clients", "reçoit", "reçoivent")`. */
export const agree = (named: string, singular: string, plural: string): string =>
  isPlural(named) ? plural : singular;

/** « de » + name: du service, de l’orchestrateur, des clients, d’Inventaire. */
export function ofNamed(named: string): string {
  if (/^le /i.test(named)) return `du ${named.slice(3)}`;
  if (/^les /i.test(named)) return `des ${named.slice(4)}`;
  if (/^la |^l’/i.test(named)) return `de ${named}`;
  return isElided(named) ? `d’${named}` : `de ${named}`;
}

/** « à » + name: au service, à l’orchestrateur, aux clients, à Paiement. */
export function toNamed(named: string): string {
  if (/^le /i.test(named)) return `au ${named.slice(3)}`;
  if (/^les /i.test(named)) return `aux ${named.slice(4)}`;
  return `à ${named}`;
}

/** « que » + clause: qu’Inventaire, que l’orchestrateur. */
export const thatNamed = (clause: string): string =>
  isElided(clause) ? `qu’${clause}` : `que ${clause}`;

/** « si » + name never elides but before « il(s) »; « jusque » always does before a vowel. */
export const untilNamed = (named: string): string => {
  const place = toNamed(named);
  return `jusqu’${place}`;
};

/** The definite article before a common noun: la commande, le ticket, l’écriture. */
export function definite(noun: string): string {
  const word = noun.toLocaleLowerCase("fr");
  if (isElided(word)) return `l’${word}`;
  return isFeminine(word) ? `la ${word}` : `le ${word}`;
}

/** A guess by ending, right for the nouns that our scenarios use. */
export const isFeminine = (noun: string): boolean =>
  /(?:e|ion|té)$/.test(noun) && !MASCULINE.has(noun);

/** « a », « a et b », « a, b et c ». */
export function enumerate(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} et ${items[items.length - 1]}`;
}

/** Ordinals in words as far as sentences need them: première, deuxième… else « 12e ». */
export function ordinal(position: number): string {
  const words = ["premier", "deuxième", "troisième", "quatrième", "cinquième", "sixième"];
  return words[position - 1] ?? `${position}e`;
}
