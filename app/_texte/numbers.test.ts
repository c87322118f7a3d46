import { describe, expect, test } from "vitest";
import { enumerate, ofNamed, thatNamed, toNamed } from "./grammar.ts";
import {
  countOf,
  formatDuration,
  formatInstant,
  formatMoney,
  formatPercent,
  formatShare,
  formatStep,
  formatTick,
} from "./numbers.ts";
import { isWellSet, typeset } from "./typography.ts";

const plain = (text: string): string => text.replace(/[\u00A0\u202F]/g, " ");

describe("nombres", () => {
  test.each([
    [0, "0 s"],
    [350, "350 µs"],
    [2_400, "2,4 ms"],
    [350_000, "350 ms"],
    [2_412_000, "2,412 s"],
    [3_000_000, "3 s"],
    [598_000_000, "9 min 58 s"],
    [600_000_000, "10 min"],
    [7_500_000_000, "2 h 05 min"],
    [-120_000_000, "− 2 min"],
  ])("une durée de %i µs s’écrit « %s »", (us, text) => {
    expect(plain(formatDuration(us))).toBe(text);
    expect(formatDuration(us)).not.toContain(" ");
  });

  test("l’horloge passe des secondes aux minutes puis aux heures", () => {
    expect(plain(formatInstant(2_412_000))).toBe("2,412 s");
    expect(formatInstant(603_412_000)).toBe("10:03,412");
    expect(formatInstant(3_723_000_000)).toBe("1:02:03,000");
    expect(plain(formatTick(500_000))).toBe("0,5 s");
    expect(formatTick(603_000_000)).toBe("10:03");
  });

  test("l’argent, les parts et les pas portent leurs espaces insécables", () => {
    expect(formatMoney(8990)).toBe("89,90\u00A0€");
    expect(formatPercent(99.97)).toBe("99,97\u00A0%");
    expect(plain(formatShare(1, 3))).toBe("33,3 % (1 sur 3)");
    expect(formatShare(0, 0)).toBe("sans objet");
    expect(formatStep(37)).toBe("pas\u00A038");
    expect(plain(formatStep(12_344))).toBe("pas 12 345");
  });

  test("zéro et un sont au singulier", () => {
    expect([0, 1, 2].map((n) => countOf(n, "ligne"))).toEqual(["0 ligne", "1 ligne", "2 lignes"]);
  });
});

describe("grammaire", () => {
  test("de, à et que s’accordent avec l’article", () => {
    expect(
      ["le prestataire", "les clients", "l’orchestrateur", "Inventaire", "Paiement"].map(ofNamed),
    ).toEqual([
      "du prestataire",
      "des clients",
      "de l’orchestrateur",
      "d’Inventaire",
      "de Paiement",
    ]);
    expect(["le prestataire", "les clients", "Paiement"].map(toNamed)).toEqual([
      "au prestataire",
      "aux clients",
      "à Paiement",
    ]);
    expect(thatNamed("Inventaire")).toBe("qu’Inventaire");
    expect(enumerate(["a", "b", "c"])).toBe("a, b et c");
  });
});

describe("typographie", () => {
  test("les espaces français sont posées une fois pour toutes", () => {
    const set = typeset("Qu'y aura-t-il ? « rien » : 12 % ; 3 s...");
    expect(set).toBe("Qu’y aura-t-il\u202F? «\u00A0rien\u00A0»\u00A0: 12\u00A0%\u202F; 3\u202Fs…");
    expect(typeset(set)).toBe(set);
    expect(isWellSet(set)).toBe(true);
    expect(isWellSet("Vraiment ?")).toBe(false);
    expect(isWellSet("4 commandes, 3 colis")).toBe(true);
  });
});
