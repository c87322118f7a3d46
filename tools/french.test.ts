import { describe, expect, test } from "vitest";
import { frenchSpaces } from "../scripts/remark-fr.mjs";

describe("espaces françaises des études", () => {
  test.each([
    ["Qu'y aura-t-il ?", "Qu’y aura-t-il\u202F?"],
    ["Or : « oui » ; non !", "Or\u00A0: «\u00A0oui\u00A0»\u202F; non\u202F!"],
    ["1 000 000 lignes en 10 s", "1\u202F000\u202F000 lignes en 10\u202Fs"],
    ["30 % de 12 €", "30\u00A0% de 12\u00A0€"],
    ["attendez...", "attendez…"],
    ["42 sagas et 3 services", "42 sagas et 3 services"],
    ["https://exemple.fr/a?b=c", "https://exemple.fr/a?b=c"],
    ["à 14:30", "à 14:30"],
  ])("« %s »", (typed, read) => {
    expect(frenchSpaces(typed)).toBe(read);
  });

  test("composer deux fois ne change rien", () => {
    const text = "Pourquoi ? « 1 000 ms : trop »...";
    expect(frenchSpaces(frenchSpaces(text))).toBe(frenchSpaces(text));
  });
});
