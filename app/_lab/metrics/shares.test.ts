import { describe, expect, test } from "vitest";
import { createAxis } from "@/app/_lab/axis.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import { censusPoints, gaugePoints, sharePoints, thinned } from "./shares.ts";

const S = 1_000_000;

function story() {
  const builder = createLogBuilder();
  builder.at(0);
  for (let i = 0; i < 20; i++) builder.send("a>b", "faire", { subject: String(i) });
  builder.at(600 * S);
  for (let i = 0; i < 5; i++) builder.send("a>b", "refaire", { subject: String(i) });
  return builder.log;
}
const log = story();
const axis = createAxis({ length: log.length, atUs: (index) => log.atUs(index) });

describe("les courbes sur l’axe replié", () => {
  test("tous les messages sont comptés une fois, le silence replié n’a pas de point", () => {
    const points = sharePoints(log, axis, 240);
    expect(points.reduce((sum, point) => sum + point.messagesSent, 0)).toBe(25);
    expect(points.length).toBeLessThanOrEqual(241);
    const fold = axis.folds[0];
    expect(fold).toBeDefined();
    const isInFold = (share: number): boolean =>
      fold !== undefined && share > fold.from && share < fold.to;
    expect(points.some((point) => isInFold(point.share))).toBe(false);
  });

  test("le nombre de sagas par état suit chaque changement, dans l’ordre", () => {
    const points = censusPoints(
      [
        {
          changes: [
            { atUs: 0, state: "EN_COURS" },
            { atUs: 600 * S, state: "FINIE" },
          ],
        },
        { changes: [{ atUs: 10_000, state: "EN_COURS" }] },
      ],
      ["EN_COURS", "FINIE"],
      axis,
    );
    expect(points[0]).toEqual({ share: 0, EN_COURS: 1, FINIE: 0 });
    expect(points.at(-1)).toEqual({ share: 1, EN_COURS: 1, FINIE: 1 });
    expect(points.map((point) => point.share)).toEqual(
      [...points.map((point) => point.share)].sort((a, b) => a - b),
    );
  });

  test("au-delà de mille points, la courbe est allégée sans perdre ses bouts", () => {
    const many = Array.from({ length: 5_000 }, (_, i) => i);
    const few = thinned(many, 900);
    expect(few).toHaveLength(900);
    expect([few[0], few.at(-1)]).toEqual([0, 4_999]);
  });
});

describe("une jauge sur l’axe", () => {
  test("peu de changements : tous, de zéro à la fin", () => {
    const points = gaugePoints({ steps: [0, 22], values: [3, null] }, log, axis, 900);
    expect(points.map(({ value }) => value)).toEqual([0, 3, null, null]);
    expect(points.at(-1)?.share).toBe(1);
  });

  test("trop de changements : le sommet reste, dans l’ordre, sous la limite", () => {
    const builder = createLogBuilder();
    for (let i = 0; i < 5_000; i++) builder.at(i * 1_000).send("a>b", "faire");
    const long = builder.log;
    const longAxis = createAxis({ length: long.length, atUs: (index) => long.atUs(index) });
    const all = Array.from({ length: long.length }, (_, i) => i);
    const values = all.map((i) => (i === 3_217 ? 99 : i % 7));
    const points = gaugePoints({ steps: all, values }, long, longAxis, 300);
    expect(points.length).toBeLessThanOrEqual(300);
    expect(Math.max(...points.map(({ value }) => value ?? 0))).toBe(99);
    const shares = points.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });
});
