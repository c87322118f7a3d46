/**
 * The commands of the terminal: `list`, `run`, `sweep`, `bench`.
 *
 * One JSON document with `--json`, readable French otherwise. Exit codes: 0 every claim holds, 1 a
 * claim is broken, 2 undecided, 64 bad usage. Where the words go is the caller's affair.
 */
import { writeFileSync } from "node:fs";
import initSqlJs from "sql.js";
import { scenarios } from "../../scenarios/catalogue.ts";
import { BadConfiguration } from "../base/configuration.ts";
import { type Scenario, simulate } from "../simulation.ts";
import { requestsOf } from "../vocabulary/requests.ts";
import { openSqlJs, type SqlEngine, type SqlJsModule } from "../world/database/sql-engine.ts";
import { BadUsage, readWords } from "./arguments.ts";
import { knownCards } from "./known-cards.ts";
import { exitCodeOf, reportOf, runInFrench } from "./report.ts";
import { sweep, sweepExitCode, sweepInFrench } from "./sweep.ts";

const BAD_USAGE = 64;

const USAGE = `Contretemps, le moteur en ligne de commande.

  list [--json]
  run <scénario> [--variant V] [--seed N] [--param nom=valeur]… [--fault '<genre>:<cible>@<instant>[+<durée>]']… [--request '<demande>[/<clé>]@<instant>']… [--until 60s] [--json] [--log FICHIER]
  sweep <scénario> --seeds A..B [--variant V]… [--param …]… [--fault …]… [--request …]… [--json]
  bench [--json]

Codes de sortie : 0 les promesses tiennent, 1 une promesse est rompue, 2 indéterminé, 64 mauvais usage.`;

/** Where a command writes: its answer, and what it has to say against the question. */
export interface Terminal {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const loadSqlite = async (): Promise<SqlEngine> =>
  openSqlJs((await initSqlJs()) as unknown as SqlJsModule);

const engineSide = (id: string): Scenario => scenarios.get(id) as Scenario;

function list(words: readonly string[], { print }: Terminal): number {
  if (words.includes("--json")) {
    const described = knownCards.map(
      ({ id, title, summary, variants, parameters, claims, nodes, incidents, requests = [] }) => ({
        ...{ id, title, summary, parameters, requests },
        variants: variants.map((variant) => ({ id: variant.id, title: variant.title })),
        claims: claims.map((claim) => ({ id: claim.id, kind: claim.kind, title: claim.title })),
        nodes: nodes.map((node) => node.id),
        incidents: incidents.map(({ id, title, variant, seed, parameters, faults, breaks }) => ({
          id,
          title,
          variant,
          seed,
          parameters,
          faults,
          breaks,
        })),
      }),
    );
    print(JSON.stringify({ scenarios: described }));
    return 0;
  }
  for (const card of knownCards) {
    print(`${card.id} — ${card.title}`);
    print(`  ${card.summary}`);
    print(`  variantes : ${card.variants.map(({ id }) => id).join(", ")}`);
    print(`  nœuds : ${card.nodes.map(({ id }) => id).join(", ")}`);
    for (const request of requestsOf(card)) {
      const key = request.subject === null ? "" : `/${request.subject.example}`;
      print(`  demande : ${request.id}${key} — ${request.title}`);
    }
  }
  return 0;
}

async function run(words: readonly string[], { print }: Terminal): Promise<number> {
  const { card, variants, seed, parameters, interventions, untilUs, isJson, logFile } = readWords(
    words,
    "run",
  );
  const scenario = engineSide(card.id);
  const request = {
    scenario: card.id,
    variant: variants[0] as string,
    seed,
    parameters,
    interventions,
    untilUs,
  };
  const finished = simulate(scenario, request, { sql: await loadSqlite() });
  const report = reportOf(scenario, request, finished);
  if (logFile !== null) {
    const { log } = finished;
    const lines = Array.from({ length: log.length }, (_, index) =>
      JSON.stringify(log.event(index)),
    );
    writeLog(logFile, `${lines.join("\n")}\n`);
  }
  print(isJson ? JSON.stringify(report) : runInFrench(report, scenario));
  return exitCodeOf(report.claims);
}

/** @throws BadUsage where nothing can be written. */
function writeLog(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch {
    throw new BadUsage(`Le journal ne peut pas être écrit dans « ${path} ».`);
  }
}

async function runSweep(words: readonly string[], { print }: Terminal): Promise<number> {
  const read = readWords(words, "sweep");
  const scenario = engineSide(read.card.id);
  const report = sweep(scenario, read, await loadSqlite());
  print(read.isJson ? JSON.stringify(report) : sweepInFrench(report, scenario));
  return sweepExitCode(report);
}

async function dispatch(
  [command, ...words]: readonly string[],
  terminal: Terminal,
): Promise<number> {
  switch (command) {
    case "list":
      return list(words, terminal);
    case "run":
      return run(words, terminal);
    case "sweep":
      return runSweep(words, terminal);
    case "bench": {
      const { runBench } = await import("../bench/main.ts");
      return runBench({ json: words.includes("--json") });
    }
    default:
      throw new BadUsage(
        command === undefined ? USAGE : `Commande inconnue : « ${command} ».\n\n${USAGE}`,
      );
  }
}

/** Carries out one command. @returns its exit code; bad usage is told, not thrown */
export async function execute(words: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    if (!(error instanceof BadUsage || error instanceof BadConfiguration)) throw error;
    terminal.complain(error.message);
    return BAD_USAGE;
  }
}
