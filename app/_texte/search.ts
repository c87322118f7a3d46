/** Text as a search field compares it: lower case, without accents, ligatures opened, plain spaces. */

export function foldText(text: string): string {
  return text
    .toLocaleLowerCase("fr")
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/[’']/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
