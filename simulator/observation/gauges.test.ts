/** What waits, read from the log and the card alone: queues of nodes, pending entries, lags. */
import { describe, expect, test } from "vitest";
import { scenarios } from "../../scenarios/catalogue.ts";
import { play } from "../testing/play.ts";
import type { ScenarioCard } from "../vocabulary/card.ts";
import type { EventLog } from "../vocabulary/log.ts";
import type { Value } from "../vocabulary/values.ts";
import { createGaugeTable, type Gauge, gaugeAt } from "./gauges.ts";
import { createTimeline } from "./timeline.ts";

const cardOf = (id: string): ScenarioCard => (scenarios.get(id) as { card: ScenarioCard }).card;
const gaugesOf = (log: EventLog, id: string): readonly Gauge[] => {
  const table = createGaugeTable(log, cardOf(id));
  table.extend();
  return table.all();
};

describe("les files des nœuds", () => {
  test("à tout pas, celle que montre le nœud", () => {
    const id = "piece-cloison";
    const { log } = play(id);
    const timeline = createTimeline(log, cardOf(id).databases);
    timeline.extend();
    const queues = gaugesOf(log, id).filter(({ kind }) => kind === "queue");
    expect(queues.length).toBeGreaterThan(0);
    for (let index = 0; index < log.length; index += 5) {
      for (const gauge of queues) {
        const shown = timeline.valueAt(`node/${gauge.node}/queue`, index) ?? 0;
        expect(gaugeAt(gauge, index)).toBe(shown);
      }
    }
  });

  test("une machine qui s’arrête perd la sienne, et personne ne lit plus ses parties", () => {
    const id = "piece-flux";
    const { log } = play(id, { faults: ["crash:redis-1@4s+2s"] });
    const crash = Array.from({ length: log.length }, (_, i) => log.kind(i)).indexOf("node-crashed");
    for (const gauge of gaugesOf(log, id).filter(({ node }) => node === "redis-1"))
      expect(gaugeAt(gauge, crash)).toBe(gauge.kind === "queue" ? 0 : null);
  });
});

describe("un groupe de lecteurs", () => {
  const id = "piece-flux";
  const { log } = play(id, { variant: "sans-reprise", faults: ["crash:anne@4s+3s"] });
  const last = log.length - 1;

  test("les commandes d’Anne restent en attente : la courbe ne redescend pas", () => {
    const anne = gaugesOf(log, id).find(
      ({ node, title, name }) => node === "redis-1" && title === "en attente" && name === "anne",
    ) as Gauge;
    expect(anne.kind).toBe("reading");
    expect(gaugeAt(anne, last)).toBeGreaterThan(0);
    expect(gaugeAt(anne, -1)).toBe(0);
  });

  test("chaque valeur est celle de la mémoire du courtier au même pas", () => {
    const timeline = createTimeline(log);
    timeline.extend();
    const key = "redis/commandes/facturation/en attente";
    for (const gauge of gaugesOf(log, id).filter((one) => one.title === "en attente")) {
      for (let index = 0; index < log.length; index += 11) {
        const pairs = timeline.valueAt(`memory/${gauge.node}/${key}`, index) as Value | undefined;
        const own = ((pairs ?? []) as readonly (readonly [string, number])[]).find(
          ([name]) => name === gauge.name,
        );
        expect(gaugeAt(gauge, index) ?? 0).toBe(own?.[1] ?? 0);
      }
    }
  });
});

test("le retard d’un lecteur est ce qui suit sa marque, dans tout journal montré", () => {
  let checked = 0;
  for (const id of ["piece-journal-partitionne", "piece-lecteurs-de-groupe", "piece-flux"]) {
    const { log } = play(id);
    const lags = gaugesOf(log, id).filter(({ kind }) => kind === "lag");
    const timeline = createTimeline(log);
    timeline.extend();
    for (const gauge of lags) {
      const [, node, ...rest] = gauge.id.split("/");
      const key = rest.slice(0, -1).join("/");
      const index = log.length - 1;
      const strip = timeline.valueAt(`memory/${node}/${key}`, index) as
        | {
            readonly first: number;
            readonly cells: readonly string[];
            readonly marks: readonly { readonly at: number; readonly title: string }[];
          }
        | undefined;
      const mark = strip?.marks.find(({ title }) => title === gauge.name);
      if (strip === undefined || mark === undefined) continue;
      expect(gaugeAt(gauge, index)).toBe(strip.first + strip.cells.length - mark.at);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(0);
});
