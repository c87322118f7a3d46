/** The file as nginx reads it, and the turns as nginx takes them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { confOf, monolithConf, readConf } from "./nginx-conf.ts";
import { createUpstream, FAIL_TIMEOUT_US } from "./upstream.ts";

const NOBODY: ReadonlySet<string> = new Set();

describe("le fichier", () => {
  test("tel que publié, il est refusé aux deux bouts, et nulle part ailleurs (défaut 1)", () => {
    for (let weight = 0; weight <= 100; weight++) {
      const read = readConf(confOf("publiee", weight));
      const isEnd = weight === 0 || weight === 100;
      expect(read.kind, `${weight}`).toBe(isEnd ? "emerg" : "ok");
    }
    expect(readConf(confOf("publiee", 100))).toEqual({
      ...{ kind: "emerg", text: '[emerg] invalid parameter "weight=0"' },
    });
  });

  test("réparé, tous les poids sont acceptés, et les parts sont celles que l’on demande", () => {
    for (let weight = 0; weight <= 100; weight++) {
      const read = readConf(confOf("corrigee", weight));
      const shares = read.kind === "ok" ? read.conf.shares : [];
      const of = (name: string) => shares.find((share) => share.name === name)?.perMille ?? 0;
      expect([of("nouveau"), of("ancien")]).toEqual([weight * 10, 1_000 - weight * 10]);
    }
  });

  test("une part de 0 % écrite en toutes lettres est refusée aussi", () => {
    const text = confOf("corrigee", 25).replace("25%", "0%");
    expect(readConf(text).kind).toBe("emerg");
  });

  test("avant l’extraction, il n’y a que le monolithe", () => {
    const read = readConf(monolithConf());
    expect(read.kind === "ok" && read.conf.shares).toEqual([{ name: "ancien", perMille: 1_000 }]);
  });
});

const server = (node: string, weight = 1, isBackup = false) => ({ node, weight, isBackup });

describe("le tour", () => {
  test("poids 5, 1, 1 : la suite que nginx documente", () => {
    const upstream = createUpstream([server("a", 5), server("b"), server("c")]);
    const turns = Array.from({ length: 7 }, () => upstream.choose(0, NOBODY)).join("");
    expect(turns).toBe("aabacaa");
  });

  test("sur un cycle entier, chacun est choisi autant que son poids", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), (weight) => {
        const upstream = createUpstream([server("a", weight), server("b", 100 - weight)]);
        const turns = Array.from({ length: 100 }, () => upstream.choose(0, NOBODY));
        expect(turns.filter((node) => node === "a").length).toBe(weight);
      }),
    );
  });

  test("le secours ne sert que si l’autre a échoué, dix secondes, puis on redemande à l’autre", () => {
    const upstream = createUpstream([server("neuf"), server("vieux", 1, true)]);
    expect(upstream.choose(0, NOBODY)).toBe("neuf");
    upstream.failed("neuf", 0);
    expect(upstream.choose(1, NOBODY)).toBe("vieux");
    expect(upstream.choose(FAIL_TIMEOUT_US - 1, NOBODY)).toBe("vieux");
    expect(upstream.choose(FAIL_TIMEOUT_US, NOBODY)).toBe("neuf");
    expect(upstream.choose(FAIL_TIMEOUT_US, new Set(["neuf", "vieux"]))).toBeNull();
  });

  test("un serveur seul n’est jamais mis de côté", () => {
    const upstream = createUpstream([server("seul")]);
    upstream.failed("seul", 0);
    expect(upstream.choose(1, NOBODY)).toBe("seul");
  });
});
