/**
 * `npm run bench`: how fast the engine is, as ratios within one run that hold on any machine.
 *
 * Each peer runs in turn with the engine, in this very process (SimPy apart). Prints a French table, or
 * one JSON document. A missed gate is said, and is no failure of the command.
 */
import { availableParallelism } from "node:os";
import initSqlJs from "sql.js";
import { benchObservation } from "../observation/observation.bench.ts";
import { benchDatabase } from "../world/database/database.bench.ts";
import { openSqlJs, type SqlEngine, type SqlJsModule } from "../world/database/sql-engine.ts";
import { benchChain } from "./chain.ts";
import { benchClusters } from "./clusters.ts";
import { atLeast, atMost, type Figure, inFrench, isMet } from "./figures.ts";
import { holdInBareHeap, holdInKernel, holdInSimjs, PENDING_COUNT } from "./hold-model.ts";
import { benchParts } from "./parts.ts";
import { benchAgainstRawSql, benchGrowth } from "./saga.ts";
import { holdInSimPy } from "./simpy.ts";
import { interleaved, median, nowMs, ratio } from "./timing.ts";

const HOLD_COUNT = 300_000;

function benchKernel(): readonly Figure[] {
  const { kernel, bare, simjs } = interleaved(9, {
    kernel: () => holdInKernel(HOLD_COUNT),
    bare: () => holdInBareHeap(HOLD_COUNT),
    simjs: () => holdInSimjs(HOLD_COUNT),
  });
  const nsPerHold = (median(kernel) * 1e6) / HOLD_COUNT;
  const python = [0, 1, 2].map(() => holdInSimPy(HOLD_COUNT));
  const simpyNs = python.every((each) => each !== null)
    ? median(python.map((each) => each.nsPerHold))
    : null;
  const perHold = (ms: readonly number[]): string =>
    `${((median(ms) * 1e6) / HOLD_COUNT).toFixed(0)} ns par attente`;
  return [
    {
      id: "kernel-hold",
      title: `Noyau : une attente, ${PENDING_COUNT} en cours`,
      ...{ value: nsPerHold, unit: "ns", gate: null, detail: "processus générateurs" },
    },
    {
      id: "kernel-bare",
      title: "Noyau / boucle nue sur un tas 4-aire",
      ...{ value: ratio(bare, kernel), unit: "×", gate: atLeast(0.5), detail: perHold(bare) },
    },
    {
      id: "kernel-simjs",
      title: "Noyau / simjs",
      ...{ value: ratio(simjs, kernel), unit: "×", gate: atLeast(1.5), detail: perHold(simjs) },
    },
    {
      id: "kernel-simpy",
      title: "Noyau / SimPy",
      value: simpyNs === null ? null : simpyNs / nsPerHold,
      unit: "×",
      gate: atLeast(4),
      detail:
        simpyNs === null
          ? "installez python3-simpy pour le mesurer"
          : `${python[0]?.name}, ${simpyNs.toFixed(0)} ns par attente`,
    },
  ];
}

function benchFolds(): readonly Figure[] {
  const { events, foldNsPerEvent, seekP50Us, seekP95Us, diffMs, countMs } = benchObservation(nowMs);
  return [
    {
      id: "seek-p95",
      title: "Aller n’importe où dans un parcours, p95",
      ...{ value: seekP95Us / 1_000, unit: "ms", gate: atMost(16) },
      detail: `${events} événements, médiane ${seekP50Us} µs`,
    },
    {
      id: "fold",
      title: "Replier un événement",
      ...{ value: foldNsPerEvent, unit: "ns", gate: null, detail: "" },
    },
    {
      id: "diff",
      title: "Comparer deux parcours de 50 000 événements",
      ...{ value: diffMs, unit: "ms", gate: atMost(300), detail: "noms traduits, divergences" },
    },
    {
      id: "count",
      title: "Compter un parcours de 50 000 événements",
      ...{ value: countMs, unit: "ms", gate: null, detail: "messages, attentes, qui sait quoi" },
    },
  ];
}

const benchTransactions = (sql: SqlEngine): readonly Figure[] =>
  benchDatabase(sql, nowMs).map(({ name, value, unit, limit }, i) => ({
    id: `database-${i + 1}`,
    title: `Bases : ${name}`,
    ...{ value, unit, gate: limit === undefined ? null : atMost(limit), detail: "" },
  }));

/** Prints everything; the answer is the exit code. */
export async function runBench({ json }: { readonly json: boolean }): Promise<number> {
  const sql = openSqlJs((await initSqlJs()) as unknown as SqlJsModule);
  const figures: Figure[] = [];
  for (const [title, bench] of [
    ["le noyau", benchKernel],
    ["saga-fintech", () => benchAgainstRawSql(sql)],
    ["les bases", () => benchTransactions(sql)],
    ["les vues", benchFolds],
    ["la croissance", () => benchGrowth(sql)],
    ["les caisses", () => benchChain(sql)],
    ["les pièces", () => benchParts(sql)],
    ["les grappes", benchClusters],
  ] as const) {
    if (!json) process.stderr.write(`mesure : ${title}…\n`);
    figures.push(...bench());
  }
  const machine = { node: process.version, cores: availableParallelism() };
  process.stdout.write(
    json
      ? `${JSON.stringify({ ...machine, figures: figures.map((f) => ({ ...f, isMet: isMet(f) })) })}\n`
      : `${inFrench(figures)}\n\nNode ${process.version}, ${machine.cores} cœurs.\n`,
  );
  return 0;
}
