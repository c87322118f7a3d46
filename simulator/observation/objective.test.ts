import { expect, test } from "vitest";
import { play } from "../testing/play.ts";
import type { ObjectiveCard } from "../vocabulary/followed.ts";
import { createObjectiveTable } from "./objective.ts";
import { createSlotHistories } from "./slot-history.ts";

const SCENARIO = "passerelle";
const FAULTS = ["slow:rapports=4000@30s+90s"];

const objective: ObjectiveCard = {
  ...{
    title: "Disponibilité",
    operations: "api-",
    targetPpm: 999_000,
    periodUs: 2_592_000_000_000,
  },
  ...{ weightField: "counts", alertOperation: "alerte" },
  calendar: { node: "astreinte", key: "calendrier", speed: "vitesse" },
};

const SHORT = { "rapports-lourds": 0 };
const run = play(SCENARIO, { variant: "disjoncteur", parameters: SHORT, faults: FAULTS });
const table = createObjectiveTable(run.log, objective);
table.extend();

/** Commands counted one by one, without the table. */
function counted(index: number) {
  const issued = new Set<string>();
  let served = 0;
  let lost = 0;
  for (let i = 0; i <= index; i++) {
    const kind = run.log.kind(i);
    if (kind !== "command-issued" && kind !== "command-ended") continue;
    const event = run.log.event(i);
    if (event.kind === "command-issued" && event.operation.startsWith("api-"))
      issued.add(event.command);
    if (event.kind !== "command-ended" || !issued.has(event.command)) continue;
    if (event.outcome === "ok") served++;
    else lost++;
  }
  return { served, lost };
}

test("à tout pas, le tableau de bord compte ce que l’on compte à la main, et les tranches s’ajoutent", () => {
  for (const share of [0.1, 0.4, 0.7, 1]) {
    const index = Math.floor(share * (run.log.length - 1));
    const at = table.at(index, 30);
    expect({ served: at.served, lost: at.lost }).toEqual(counted(index));
    expect(at.slices.reduce((sum, slice) => sum + slice.lost, 0)).toBe(at.lost);
  }
});

test("à la fin, le budget consommé est la part perdue sur la part permise ; avant, il ne fait que croître", () => {
  const last = table.at(run.log.length - 1, 30);
  expect(last.lost).toBeGreaterThan(0);
  expect(last.budgetUsed).toBeCloseTo(last.lost / (last.served + last.lost) / 0.001, 6);
  const used = [0.2, 0.5, 0.8, 1].map(
    (share) => table.at(Math.floor(share * (run.log.length - 1)), 30).budgetUsed,
  );
  expect(used).toEqual([...used].sort((a, b) => a - b));
});

test("les pertes sont dans les tranches de la panne, aucune avant", () => {
  const { slices } = table.at(run.log.length - 1, 30);
  const begins = Math.floor((30 * 30_000_000) / table.spanUs());
  expect(slices.slice(0, begins).every(({ lost }) => lost === 0)).toBe(true);
  expect(slices.slice(begins).some(({ lost }) => lost > 0)).toBe(true);
});

test("un calendrier qui accélère : deux alertes, chacune close, à leur place dans le mois", () => {
  const month = play(SCENARIO, { variant: "nue", parameters: { incidents: 2 } });
  const fast = createObjectiveTable(month.log, objective);
  fast.extend();
  const { alerts, slices } = fast.at(month.log.length - 1, 30);
  expect(fast.isFast()).toBe(true);
  expect(fast.shareAt(month.log.atUs(month.log.length - 1))).toBeCloseTo(1, 2);
  expect(alerts).toHaveLength(2);
  expect(alerts[0]?.from).toBeLessThan(0.5);
  expect(alerts[1]?.from).toBeGreaterThan(0.5);
  // Three hours of a month.
  for (const { from, to } of alerts) expect((to ?? 1) - from).toBeLessThan(0.01);
  const hit = slices.filter(({ served, lost }) => lost > served / 100);
  expect(hit.length).toBeGreaterThanOrEqual(2);
  expect(hit.length).toBeLessThan(8);
  month.close();
});

test("l’histoire d’un état : ce que le journal a écrit, et rien après un arrêt brutal", () => {
  const place = { node: "passerelle", key: "disjoncteur/rapports/etat" };
  const crashed = play(SCENARIO, {
    ...{ variant: "disjoncteur", parameters: SHORT },
    faults: [...FAULTS, "crash:passerelle@100s+1s"],
  });
  const histories = createSlotHistories(crashed.log, [place]);
  histories.extend();
  const values = histories.changesOf(place).map(({ value }) => value);
  expect(values).toContain("ouvert");
  const crash = values.indexOf(null);
  expect(crash).toBeGreaterThan(0);
  expect(values[crash + 1]).toBe("ferme");
  expect(histories.changesOf({ ...place, key: "autre" })).toEqual([]);
  crashed.close();
});
