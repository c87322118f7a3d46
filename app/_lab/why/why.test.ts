import { describe, expect, test } from "vitest";
import { sampleCard } from "@/app/_texte/sample.ts";
import type { WhyStop } from "@/simulator/observation/why.ts";
import { repairedVariant, rootOf, stopAt } from "./walk.ts";

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
    expect(rootOf(stops)?.index).toBe(37);
    expect(rootOf(stops.filter((s) => s.kind !== "fault"))?.index).toBe(91);
    expect(rootOf([stop(95, "event"), stop(34, "event")])?.index).toBe(34);
    expect(rootOf([])).toBeNull();
  });

  test("on rejoue dans la dernière variante de la fiche, jamais dans celle qui est affichée", () => {
    const card = {
      ...sampleCard,
      variants: ["publiee", "corrigee"].map((id) => ({ id, title: id, summary: "", file: "" })),
    };
    expect(repairedVariant(card, "publiee")?.id).toBe("corrigee");
    expect(repairedVariant(card, "corrigee")).toBeNull();
  });
});
