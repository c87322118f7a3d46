/** The service map says what the traces say, at every step, in every scenario. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../scenarios/catalogue.ts";
import { createLogBuilder } from "../testing/log-builder.ts";
import { play } from "../testing/play.ts";
import type { EventLog } from "../vocabulary/log.ts";
import { measureRun } from "./metrics.ts";
import { databaseAt, serviceMap } from "./service-map.ts";
import { createSpanTable } from "./spans.ts";

const spansOf = (log: EventLog) => {
  const table = createSpanTable(log);
  table.extend();
  return table.all;
};
const run = play("saga-fintech", { faults: ["crash:paiement@900ms+2s"] });
const spans = spansOf(run.log);
const at = (index: number, windowUs: number | null = null) =>
  serviceMap(spans, { index, atUs: run.log.atUs(index), windowUs });
const last = run.log.length - 1;

describe("la carte des services", () => {
  test("compte chaque appel une fois : envoyé, en cours ou fini, à tout pas", () => {
    fc.assert(
      fc.property(fc.nat(last), (index) => {
        const { edges } = at(index);
        for (const { sent, pending, ended, failed, kind } of edges) {
          expect(failed).toBeLessThanOrEqual(ended);
          if (kind !== "event") expect(sent).toBe(pending + ended);
        }
        const { operations } = measureRun(run.log, { machines: [], databases: [] }, index);
        const sum = (key: "sent" | "ok"): number =>
          operations.reduce((total, one) => total + one[key], 0);
        const calls = edges.filter(({ kind }) => kind === "call");
        expect(calls.reduce((total, { sent }) => total + sent, 0)).toBe(sum("sent"));
        expect(calls.reduce((total, { ended, failed }) => total + ended - failed, 0)).toBe(
          sum("ok"),
        );
      }),
      { numRuns: 60 },
    );
  });

  test("ne dit rien de ce qui n’est pas encore arrivé, et ne perd jamais un nœud déjà vu", () => {
    let known = 0;
    for (let index = 0; index <= last; index += 7) {
      const { nodes, edges } = at(index);
      expect(nodes.length).toBeGreaterThanOrEqual(known);
      known = nodes.length;
      const ids = new Set(nodes.map(({ id }) => id));
      expect(edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
    }
    expect(at(0)).toEqual({ nodes: [], edges: [], windowUs: 0 });
  });

  test("l’arrêt de Paiement se lit sur l’arête qui y mène, et sur aucune autre vers un service", () => {
    const failing = at(last).edges.filter(({ kind, failed }) => kind === "call" && failed > 0);
    expect(failing.map(({ to }) => to)).toContain("paiement");
    const stock = at(last).edges.find(({ to, kind }) => to === "inventaire" && kind === "call");
    expect(stock?.failed).toBe(0);
  });

  test("une base est un nœud de la carte, et ses instructions une arête", () => {
    const query = at(last).edges.find(({ kind }) => kind === "query");
    expect(query?.p95Us).toBeGreaterThan(0);
    expect(databaseAt(query?.to ?? "")).toBe("sagas");
    expect(at(last).nodes.map(({ id }) => id)).toContain(query?.to);
    // Une base qui porte le nom de son nœud reste une autre que lui.
    expect(at(last).edges.every(({ from, to }) => from !== to)).toBe(true);
  });

  test("une fenêtre ne garde que son dernier temps", () => {
    const { edges, windowUs } = at(last, 1_000_000);
    expect(windowUs).toBe(1_000_000);
    const whole = at(last).edges;
    edges.forEach((edge, i) => {
      expect(edge.sent).toBeLessThanOrEqual(whole[i]?.sent ?? 0);
    });
    expect(edges.reduce((sum, { sent }) => sum + sent, 0)).toBe(
      spans.filter(
        ({ id, startUs }) =>
          /^(?:call|statement):/.test(id) && startUs >= run.log.atUs(last) - 1_000_000,
      ).length,
    );
  });

  test("un événement que personne n’attend n’est jamais « en cours »", () => {
    const builder = createLogBuilder();
    builder.at(0);
    builder.add("a", "message-sent", {
      ...{ message: "a>b:annoncer:1#1", to: "b", operation: "annoncer", role: "event" },
      ...{ replyTo: null, status: "ok", body: null, arrivesAtUs: 5_000 },
    });
    const { log } = builder;
    const map = serviceMap(spansOf(log), { index: log.length - 1, atUs: 0, windowUs: null });
    expect(map.edges).toMatchObject([{ from: "a", to: "b", kind: "event", sent: 1, pending: 0 }]);
  });
});

test.each([...scenarios.keys()])("%s a une carte : quelqu’un y appelle quelqu’un", (id) => {
  const { log } = play(id, { untilUs: 5_000_000 });
  const { edges } = serviceMap(spansOf(log), {
    ...{ index: log.length - 1, atUs: log.atUs(log.length - 1), windowUs: null },
  });
  expect(edges.length).toBeGreaterThan(0);
});
