import { describe, expect, test } from "vitest";
import { syntheticCard } from "@/app/_lab/testing/synthetic.ts";
import { countRun } from "@/simulator/observation/run-counters.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import { type CountedSide, counterRows } from "./counter-rows.ts";

/** One order answered after this long, with as many messages; a crash that `seen` later somebody notices. */
function side(delayUs: number, messages: number, seenUs: number | null): CountedSide {
  const s = createLogBuilder();
  const about = { subject: "7-3" };
  s.add("clients", "command-issued", { command: "c", operation: "acheter", body: null }, about);
  for (let i = 0; i < messages; i++) s.send("boutique>banque", "payer", about);
  s.at(delayUs).add("clients", "command-ended", { command: "c", outcome: "ok", detail: "" }, about);
  s.at(5_000_000).add("banque", "fault-started", { fault: "f1", text: "crash:banque@5s+1s" });
  if (seenUs !== null)
    s.at(5_000_000 + seenUs).add("boutique", "call-timed-out", {
      ...{ message: "m", to: "banque", operation: "payer", timeoutUs: 1 },
    });
  const { log } = s;
  return {
    ...{ card: syntheticCard, log, claims: [], index: log.length - 1 },
    counters: countRun(log, { clients: ["clients"], databases: [] }),
  };
}

const rows = (left: CountedSide, right: CountedSide) =>
  new Map(counterRows(left, right, "7-3").map((row) => [row.id, row]));
const said = (
  row: ReturnType<typeof rows> extends Map<string, infer R> ? R | undefined : never,
) => [row?.readings.map(({ text }) => text), row?.better, row?.gap];

describe("le tableau des compteurs", () => {
  const found = rows(side(1_800_000, 8, 1_200_000), side(300_000, 11, null));

  test("dit chaque nombre, de quel côté est l’avantage, et l’écart en mots", () => {
    expect(said(found.get("delai"))).toEqual([["1,8\u202fs", "300\u202fms"], 1, "6 × plus court"]);
    expect(said(found.get("messages"))).toEqual([["8", "11"], 0, "3 de plus"]);
  });

  test("une panne que personne ne remarque vaut moins qu’une panne vue tard", () => {
    expect(said(found.get("detection"))).toEqual([["1,2\u202fs", "personne"], 0, ""]);
    expect(found.get("detection")?.apart).toBe(1);
  });

  test("à égalité, aucun côté n’a l’avantage ; avant la première réponse, rien n’est dit", () => {
    const same = rows(side(300_000, 4, null), side(300_000, 4, null));
    for (const row of same.values()) expect([row.better, row.apart]).toEqual([null, 0]);
    const start = rows({ ...side(9, 1, null), index: -1 }, { ...side(9, 1, null), index: -1 });
    expect(start.get("delai")?.readings.map(({ text }) => text)).toEqual(["–", "–"]);
  });
});
