import { describe, expect, test } from "vitest";
import { sampleCard } from "@/app/_texte/sample.ts";
import { firstCauseOf } from "@/app/_texte/why.ts";
import type { WhyStop } from "@/simulator/observation/why.ts";
import { repairedVariant, stopAt } from "./walk.ts";

const stop = (index: number, kind: WhyStop["kind"]): WhyStop => ({
  index,
  kind,
  role: "write",
  link: "same-process",
  linkIndex: -1,
});
const stops = [stop(95, "event"), stop(91, "absence"), stop(37, "fault"), stop(34, "event")];

describe("« Pourquoi ? »", () => {
  test("le lecteur est à l’étape de son pas, ou à la dernière déjà passée", () => {
    expect(stopAt(stops, 37)).toBe(2);
    expect(stopAt(stops, 94)).toBe(1);
    expect(stopAt(stops, 10)).toBe(-1);
  });

  test("la cause première est la panne du lecteur, sinon ce qui manque, sinon le début", () => {
    expect(firstCauseOf(stops)?.index).toBe(37);
    expect(firstCauseOf(stops.filter((s) => s.kind !== "fault"))?.index).toBe(91);
    expect(firstCauseOf([stop(95, "event"), stop(34, "event")])?.index).toBe(34);
    expect(firstCauseOf([])).toBeNull();
  });

  test("un délai passé n’est pas la cause de lui-même", () => {
    expect(firstCauseOf([stop(95, "absence"), stop(34, "event")])?.index).toBe(34);
  });

  test("on rejoue dans la dernière variante de la fiche, jamais dans celle qui est affichée", () => {
    const card = {
      ...sampleCard,
      variants: ["publiee", "corrigee"].map((id) => ({ id, title: id, summary: "", file: "" })),
    };
    const broken = { faults: [], claim: "debit" };
    expect(repairedVariant(card, { ...broken, variant: "publiee" })?.id).toBe("corrigee");
    expect(repairedVariant(card, { ...broken, variant: "corrigee" })).toBeNull();
  });

  test("une variante où la fiche montre la promesse rompue n’est pas proposée ; celle qui tient l’est", () => {
    const incident = (variant: string, breaks: readonly string[]) => ({
      ...{ id: variant, title: "", text: "", seed: 1, parameters: {}, defect: null },
      ...{ variant, faults: ["slow:rapports=1000@1s"], breaks },
    });
    const card = {
      ...sampleCard,
      variants: ["bornee", "sans-borne", "sans-cloison"].map((id) => ({
        ...{ id, title: id, summary: "", file: "" },
      })),
      incidents: [
        incident("sans-cloison", ["repond"]),
        incident("sans-borne", ["repond"]),
        incident("bornee", []),
      ],
    };
    const faults = ["slow:rapports=1000@1s"];
    const offered = (variant: string, others = faults) =>
      repairedVariant(card, { variant, faults: others, claim: "repond" })?.id ?? null;
    expect(offered("sans-borne")).toBe("bornee");
    expect(offered("bornee")).toBeNull();
    expect(offered("sans-borne", ["crash:catalogue@1s"])).toBeNull();
  });
});
