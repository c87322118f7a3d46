/** Answers come back after a reload, add up between tabs, and are never lost in silence. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createStudy } from "./study-store.ts";

const KEY = "contretemps.etude.essai";
let kept: Map<string, string>;
let isFull = false;

beforeEach(() => {
  kept = new Map();
  isFull = false;
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem(key: string, text: string) {
      if (isFull) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, text);
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

function opened() {
  const study = createStudy("essai");
  study.read();
  return study;
}

describe("les réponses d’un lecteur", () => {
  test("reviennent telles quelles", () => {
    const study = opened();
    study.bet("pari", { choice: "B", isSure: false });
    study.pass("constat");
    study.pass("retenir", "a-revoir");
    expect(opened().store.getState().progress).toEqual({
      bets: { pari: { choice: "B", isSure: false } },
      passed: { constat: "ok", retenir: "a-revoir" },
    });
  });

  test("de deux onglets s’ajoutent ; sur une même question, la dernière donnée l’emporte", () => {
    const [one, other] = [opened(), opened()];
    one.bet("pari", { choice: "A", isSure: true });
    one.pass("retenir", "su");
    other.pass("retenir", "presque");
    other.pass("constat");
    const { progress } = opened().store.getState();
    expect(progress.bets.pari).toEqual({ choice: "A", isSure: true });
    expect(progress.passed).toEqual({ retenir: "presque", constat: "ok" });
    expect(other.store.getState().progress).toEqual(progress);
  });

  test("sans place, restent sur la page, et la page le dit une fois", () => {
    const study = opened();
    isFull = true;
    study.pass("constat");
    expect(study.store.getState().problem).toMatch(/^Ce navigateur refuse d’enregistrer/);
    study.dismiss();
    study.pass("autre");
    expect(study.store.getState()).toMatchObject({
      problem: null,
      progress: { passed: { constat: "ok", autre: "ok" } },
    });
    isFull = false;
    study.pass("encore");
    expect(Object.keys(opened().store.getState().progress.passed)).toHaveLength(3);
  });

  test.each(["{", "[]", '"texte"', '{"bets":4}'])(
    "illisibles (%s), elles sont mises de côté, et la page le dit",
    (text) => {
      kept.set(KEY, text);
      const study = opened();
      expect(study.store.getState().problem).toMatch(/ne se lit plus/);
      study.pass("constat");
      expect(kept.get(`${KEY}.illisible`)).toBe(text);
      expect(opened().store.getState()).toMatchObject({ problem: null });
    },
  );

  test("d’une forme fausse sont laissées, les autres gardées", () => {
    kept.set(KEY, '{"bets":{"a":{"choice":1},"b":{"choice":"C","isSure":true}},"passed":{"c":3}}');
    expect(opened().store.getState().progress).toEqual({
      bets: { b: { choice: "C", isSure: true } },
      passed: {},
    });
  });
});
