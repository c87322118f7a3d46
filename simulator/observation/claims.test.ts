import { describe, expect, test } from "vitest";
import { createLogBuilder, inserted, type LogBuilder } from "../testing/log-builder.ts";
import type { DatabaseCard } from "../vocabulary/card.ts";
import type { Claim, ClaimCard, ClaimKind } from "../vocabulary/claims.ts";
import type { EndReason } from "../vocabulary/events.ts";
import { invariant, obligations, sighting } from "./claim-kinds.ts";
import { createClaimMonitor, judge, standingAt } from "./claims.ts";
import { createRowReader } from "./row-changes.ts";

const databases: readonly DatabaseCard[] = [
  {
    ...{ id: "inventory", title: "Inventaire", node: "inventaire" },
    tables: [
      {
        name: "reservations",
        columns: ["id", "order_id"].map((name) => ({ name, type: "text", title: name })),
        key: ["id"],
        subject: "order_id",
      },
    ],
  },
];

const card = (id: string, kind: ClaimKind): ClaimCard => ({
  ...{ id, kind, title: id, sentence: id, expected: "0" },
});

const reservedOnce: Claim = invariant(card("une-seule-reservation", "always"), () => {
  const rows = createRowReader(databases);
  const counts = new Map<string, number>();
  return {
    initial: "0",
    see(event) {
      const [change] = rows(event, "inventory", "reservations");
      if (change?.after === undefined || change.after === null) return null;
      const order = String(change.after.order_id);
      const count = (counts.get(order) ?? 0) + 1;
      counts.set(order, count);
      const isBroken = count > 1;
      const text = isBroken ? `Le stock de ${order} est réservé deux fois.` : "";
      return { observed: String(count), isBroken, subject: order, text };
    },
  };
});

const everyOrderEnds: Claim = obligations(card("toute-commande-finit", "eventually"), () => ({
  deadlineUs: 10_000,
  opens: (event) => (event.kind === "command-issued" ? event.subject : null),
  meets: (event) => (event.kind === "command-ended" ? event.subject : null),
  lateText: (subject) => `La commande ${subject} n’a pas de réponse.`,
}));

const issue = (story: LogBuilder, subject: string): number =>
  story.add(
    "clients",
    "command-issued",
    { command: subject, operation: "commander", body: null },
    { subject },
  );
const answer = (story: LogBuilder, subject: string): number =>
  story.add(
    "clients",
    "command-ended",
    { command: subject, outcome: "ok", detail: "" },
    { subject },
  );
const reserve = (story: LogBuilder, id: string, order: string): number =>
  story.commit("inventaire", "inventory", [inserted("reservations", [id, order])], {
    subject: order,
  });
const finish = (story: LogBuilder, reason: EndReason): number =>
  story.add("clients", "run-ended", { reason, detail: "" });

describe("an invariant", () => {
  test("is green from the first event, breaks at one event, and stays broken", () => {
    const story = createLogBuilder();
    story.add("clients", "run-started", {});
    reserve(story, "r1", "1042");
    const second = reserve(story, "r2", "1042");
    reserve(story, "r3", "1043");
    const [track] = judge([reservedOnce], story.log);
    expect(track?.brokenAt).toBe(second);
    expect(track?.changes.map((change) => [change.index, change.verdict, change.observed])).toEqual(
      [
        [0, "held", "0"],
        [1, "held", "1"],
        [2, "broken", "2"],
        [3, "broken", "1"],
      ],
    );
    expect(track?.changes.at(-1)).toMatchObject({
      subject: "1042",
      text: "Le stock de 1042 est réservé deux fois.",
    });
  });
});

describe("obligations", () => {
  test("wait for the oldest subject, and hold once all are met in time", () => {
    const story = createLogBuilder();
    story.add("clients", "run-started", {});
    issue(story, "1");
    issue(story, "2");
    answer(story, "1");
    answer(story, "2");
    const [track] = judge([everyOrderEnds], story.log);
    expect(track?.changes.map((c) => [c.verdict, c.observed, c.subject])).toEqual([
      ["none", "0", null],
      ["pending", "1", "1"],
      ["pending", "2", "1"],
      ["pending", "1", "2"],
      ["held", "0", null],
    ]);
    expect(track?.brokenAt).toBe(-1);
  });

  test("are overdue at their deadline, each once, and a late answer does not mend the promise", () => {
    const story = createLogBuilder();
    const monitor = createClaimMonitor([everyOrderEnds]);
    const seeAll = (): void => {
      for (; seen < story.log.length; seen++) monitor.see(story.log.event(seen));
    };
    let seen = 0;
    story.add("clients", "run-started", {});
    issue(story, "1"); // at 1 000 µs
    issue(story, "2"); // at 2 000 µs
    seeAll();
    expect(monitor.nextDeadlineUs()).toBe(11_000);
    expect(monitor.overdueAt(10_999)).toEqual([]);
    const named: string[] = [];
    for (let atUs = monitor.nextDeadlineUs(); atUs !== null; atUs = monitor.nextDeadlineUs()) {
      for (const { claim, obligation } of monitor.overdueAt(atUs)) {
        story.at(atUs).add("clients", "deadline-passed", { claim, obligation });
        named.push(`${obligation}@${atUs}`);
      }
      seeAll();
    }
    answer(story, "1");
    seeAll();
    expect(named).toEqual(["1@11000", "2@12000"]);
    const [track] = monitor.tracks();
    expect(track?.brokenAt).toBe(3);
    expect(track?.changes.at(-1)).toMatchObject({
      ...{ verdict: "broken", observed: "1", subject: "1" },
      text: "La commande 1 n’a pas de réponse.",
    });
  });

  test.each([
    ["quiet", "broken"],
    ["horizon", "unknown"],
    ["budget", "unknown"],
  ] as const)("when the run ends by « %s », an unmet one is %s", (reason, verdict) => {
    const story = createLogBuilder();
    issue(story, "1");
    finish(story, reason);
    const [track] = judge([everyOrderEnds], story.log);
    expect(track?.changes.at(-1)?.verdict).toBe(verdict);
  });
});

describe("the end of a run", () => {
  test("by a budget declares nothing « tenue », and hides no breach", () => {
    const story = createLogBuilder();
    story.add("clients", "run-started", {});
    issue(story, "1");
    answer(story, "1");
    reserve(story, "r1", "1");
    reserve(story, "r2", "1");
    finish(story, "budget");
    const verdicts = judge([reservedOnce, everyOrderEnds], story.log).map(
      (track) => track.changes.at(-1)?.verdict,
    );
    expect(verdicts).toEqual(["broken", "unknown"]);
  });

  test("is seen once: the monitor refuses what comes after", () => {
    const story = createLogBuilder();
    const monitor = createClaimMonitor([reservedOnce]);
    finish(story, "quiet");
    issue(story, "1");
    monitor.see(story.log.event(0));
    monitor.close("quiet");
    expect(() => monitor.see(story.log.event(1))).toThrow(/after the end/);
  });
});

test("something to be seen is « sans objet » until it is, then held for good", () => {
  const story = createLogBuilder();
  story.add("clients", "run-started", {});
  story.add("a", "timer-fired", { label: "reprise" });
  const recovered = sighting(card("une-reprise", "sometimes"), () => ({
    initial: "0",
    sees: (event) => (event.kind === "timer-fired" ? { subject: null, observed: "1" } : null),
  }));
  const [track] = judge([recovered], story.log);
  if (track === undefined) throw new Error("one claim, one track");
  expect(standingAt(track, -1)).toBeNull();
  expect(standingAt(track, 0)?.verdict).toBe("none");
  expect(standingAt(track, 9)).toMatchObject({ verdict: "held", index: 1 });
});
