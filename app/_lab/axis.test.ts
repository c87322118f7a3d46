import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { axisTicks, createAxis, layAxis, pinchWindow, zoomWindow } from "./axis.ts";

const S = 1_000_000;
const instants = (times: readonly number[]) => ({
  length: times.length,
  atUs: (index: number) => times[index] as number,
});
const sorted = fc
  .array(fc.integer({ min: 0, max: 4_000 * S }), { minLength: 1, maxLength: 80 })
  .map((times) => times.sort((a, b) => a - b));

describe("l’axe du temps", () => {
  test("le silence de dix minutes entre deux sagas est replié, pas les secondes qui bougent", () => {
    const axis = createAxis(instants([0, 0.4 * S, 2 * S, 3.9 * S, 602 * S, 603 * S, 605 * S]));
    expect(axis.folds.map((fold) => [fold.fromUs, fold.toUs])).toEqual([[3.9 * S, 602 * S]]);
    expect(axis.shareAt(3.9 * S)).toBeGreaterThan(0.5);
    expect(axis.foldAt(300 * S)).not.toBeNull();
    expect(axis.foldAt(2 * S)).toBeNull();
  });

  test("trois silences égaux sont tous repliés", () => {
    const axis = createAxis(
      instants([0, 4 * S, 604 * S, 605 * S, 1_205 * S, 1_206 * S, 1_806 * S]),
    );
    expect(axis.folds).toHaveLength(3);
  });

  test("une horloge régulière n’est jamais repliée", () => {
    const axis = createAxis(instants(Array.from({ length: 60 }, (_, i) => i * 4 * S)));
    expect(axis.folds).toHaveLength(0);
  });

  test("un parcours vide ou d’un seul instant a un axe", () => {
    expect(createAxis(instants([])).shareAt(0)).toBe(0);
    expect(createAxis(instants([0])).timeAt(1)).toBeLessThanOrEqual(1);
  });

  test("aller d’un instant à sa place et revenir rend l’instant, dans l’ordre", () => {
    fc.assert(
      fc.property(sorted, (times) => {
        const axis = createAxis(instants(times));
        let last = -1;
        for (const atUs of times) {
          const share = axis.shareAt(atUs);
          expect(share).toBeGreaterThanOrEqual(last);
          expect(share).toBeLessThanOrEqual(1 + 1e-9);
          expect(Math.abs(axis.timeAt(share) - atUs)).toBeLessThan(2);
          last = share;
        }
      }),
    );
  });

  test("zoomer garde sous le pointeur l’instant qui y était", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 0.9, noNaN: true }), (share) => {
        const closer = zoomWindow({ from: 0, to: 1 }, share, 0.5);
        expect((share - closer.from) / (closer.to - closer.from)).toBeCloseTo(share, 9);
      }),
    );
  });

  test("les graduations sont rondes et leurs étiquettes ne se touchent pas", () => {
    const axis = createAxis(instants([0, 1 * S, 3.9 * S, 602 * S, 605 * S]));
    const scale = layAxis(axis, { from: 0, to: 1 }, 140, 1276);
    const labels = axisTicks(scale, 80).filter((tick) => tick.hasLabel);
    expect(labels.length).toBeGreaterThan(5);
    for (const [i, tick] of labels.entries()) {
      const next = labels[i + 1];
      if (next !== undefined) expect(next.x - tick.x).toBeGreaterThan(60);
    }
  });
});

describe("deux doigts sur l’axe", () => {
  /** Two places in order, apart enough for two fingers. */
  const pair = fc
    .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 100, max: 1_000 }))
    .map(([from, apart]) => [from / 1_000, Math.min(1_000, from + apart) / 1_000] as const);

  test("ce qu’ils tiennent reste sous eux, tant que l’axe n’est pas à un bout", () => {
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        const window = pinchWindow([a, b], [c, d]);
        const size = window.to - window.from;
        expect(window.from).toBeGreaterThanOrEqual(0);
        expect(window.to).toBeLessThanOrEqual(1 + 1e-12);
        if (window.from <= 1e-9 || window.to >= 1 - 1e-9 || size <= 0.0021) return;
        expect(window.from + c * size).toBeCloseTo(a, 9);
        expect(window.from + d * size).toBeCloseTo(b, 9);
      }),
    );
  });

  test("écarter rapproche, pincer éloigne jusqu’au parcours entier", () => {
    expect(pinchWindow([0.4, 0.6], [0.3, 0.7])).toEqual({ from: 0.25, to: 0.75 });
    expect(pinchWindow([0.2, 0.9], [0.45, 0.55])).toEqual({ from: 0, to: 1 });
  });
});
