import { expect, test } from "vitest";
import { EventLog } from "../../simulator/vocabulary/log.ts";
import { appendSample, sampleCard, sampleFields } from "./sample.ts";
import { isWellSet } from "./typography.ts";
import { tellFirstCause, tellStops } from "./why.ts";

test("« Pourquoi ? » remonte de la rupture à la panne, et nomme l’absence", () => {
  const log = new EventLog();
  for (const kind of [
    "fault-started",
    "node-crashed",
    "statement-finished",
    "message-sent",
  ] as const) {
    const [place, fields] = sampleFields[kind];
    appendSample(log, kind, place, fields as never);
  }
  const stops = [
    { index: 3, kind: "event", link: "same-process" },
    { index: 2, kind: "absence", link: "absence" },
    { index: 0, kind: "fault", link: "fault" },
  ] as const;
  const told = tellStops(stops, sampleCard, log);
  expect(told.map((stop) => stop.link)).toEqual([
    "même traitement",
    "une absence est un fait",
    "panne injectée",
  ]);
  expect(told[1]?.sentence).toContain("aucune ligne");
  for (const stop of told) expect(isWellSet(stop.sentence)).toBe(true);
  expect(tellFirstCause(stops, sampleCard, log)).toContain("Vous arrêtez l’orchestrateur");
  expect(tellFirstCause([], sampleCard, log)).toContain("tient à cet instant");
});
