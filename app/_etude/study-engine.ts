/**
 * The runs that a study needs to state its numbers: asked one after the other, kept by setup.
 *
 * Loaded only when a number is about to be read: neither the engine's client nor the cards weigh on
 * the first paint of a study.
 */
import type { SubjectLedger } from "@/simulator/observation/counted.ts";
import { ledgerOf, type MachineTally, machineTally } from "@/simulator/observation/ledger.ts";
import { type Paper, paperOf } from "@/simulator/observation/paper.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import {
  defaultParameters,
  type Parameters,
  type ParameterValue,
  parseParameter,
} from "@/simulator/vocabulary/parameters.ts";
import type { RunRequest } from "@/simulator/vocabulary/run.ts";
import { createEngineClient } from "../_worker/engine-client.ts";
import { loadCase } from "../_worker/load-card.ts";
import { spawnEngine } from "../_worker/spawn-engine.ts";
import { findMarker, firstFault } from "./markers.ts";
import { createMeasureBench, type MeasuredRow, type MeasureWish } from "./measures.ts";
import { type StudySetup, setupKey } from "./setup.ts";

export interface StudyRun {
  readonly card: ScenarioCard;
  readonly log: EventLog;
  readonly claims: readonly ClaimTrack[];
  /** The order that the fault strikes; the first one without a fault. */
  readonly subject: string;
  /** Index of the event that a marker names; −1 when the run has none. */
  readonly stepOf: (marker: string) => number;
  /** What the books say of a subject. */
  readonly ledgerOf: (subject: string) => SubjectLedger;
  /** What the events of a subject add up to; null when this scenario has no paper. */
  readonly paperOf: (subject: string) => Paper | null;
  readonly tally: () => MachineTally;
}

export interface StudyEngine {
  /** @throws Error with a French sentence when the run cannot be made. */
  readonly run: (setup: StudySetup) => Promise<StudyRun>;
  /** Means over a few seeds. @throws Error with a French sentence. */
  readonly measure: (
    setups: readonly StudySetup[],
    wish: MeasureWish,
  ) => Promise<readonly MeasuredRow[]>;
  readonly dispose: () => void;
}

function parametersOf(card: ScenarioCard, setup: StudySetup): Parameters {
  const values: Record<string, ParameterValue> = { ...defaultParameters(card.parameters) };
  for (const [id, text] of Object.entries(setup.parameters)) {
    const parameter = card.parameters.find((known) => known.id === id);
    const parsed = parameter === undefined ? null : parseParameter(parameter, text);
    if (parsed?.kind === "ok") values[id] = parsed.value;
  }
  return values;
}

const requestOf = (card: ScenarioCard, setup: StudySetup): RunRequest => ({
  scenario: card.id,
  variant: setup.variant,
  seed: setup.seed,
  parameters: parametersOf(card, setup),
  interventions: setup.faults.flatMap((text, i) => {
    const fault = parseFault(text, `f${i + 1}`);
    return fault.kind === "ok" ? [fault.value] : [];
  }),
  untilUs: null,
});

/** The order of the first breach; without one, the order that the fault struck; else the first. */
function struckSubject(log: EventLog, claims: readonly ClaimTrack[]): string {
  const breaches = claims
    .flatMap((track) => track.changes.filter((change) => change.verdict === "broken"))
    .filter((change) => change.subject !== null)
    .sort((a, b) => a.index - b.index);
  if (breaches[0]?.subject) return breaches[0].subject;
  const struck = firstFault(log);
  let first = "";
  for (let i = 0; i < log.length; i++) {
    const subject = log.subject(i);
    if (subject === null) continue;
    if (first === "") first = subject;
    const isLoss = log.kind(i) === "process-lost" || log.kind(i) === "message-lost";
    if (isLoss && struck >= 0) return subject;
  }
  return first;
}

async function cardOf({ scenario }: StudySetup): Promise<ScenarioCard> {
  const card = await loadCase(scenario);
  if (card === null) throw new Error("Ce scénario n’existe pas.");
  return card;
}

export function createStudyEngine(): StudyEngine {
  const client = createEngineClient(spawnEngine);
  const bench = createMeasureBench();
  const runs = new Map<string, Promise<StudyRun>>();
  let queue: Promise<unknown> = Promise.resolve();

  async function execute(setup: StudySetup): Promise<StudyRun> {
    const card = await cardOf(setup);
    return new Promise((resolve, reject) => {
      let log = new EventLog();
      client.run(requestOf(card, setup), {
        onBatch: (batch) => log.appendBatch(batch),
        onRestart: () => {
          log = new EventLog();
        },
        onFailed: (message) => reject(new Error(message)),
        onDone: (summary) =>
          resolve({
            card,
            log,
            claims: summary.claims,
            subject: struckSubject(log, summary.claims),
            stepOf: (marker) => findMarker(log, summary.claims, marker),
            ledgerOf: (subject) => ledgerOf(card, log, subject),
            paperOf: (subject) => paperOf(card, log, subject),
            tally: () => machineTally(card, log),
          }),
      });
    });
  }

  return {
    run(setup) {
      const key = setupKey(setup);
      const known = runs.get(key);
      if (known !== undefined) return known;
      // One at a time: a newer request would cancel the one before.
      const made = queue.then(() => execute(setup));
      queue = made.catch(() => undefined);
      runs.set(key, made);
      made.catch(() => runs.delete(key));
      return made;
    },
    async measure(setups, wish) {
      const requests = await Promise.all(
        setups.map(async (setup) => requestOf(await cardOf(setup), setup)),
      );
      return bench.measure(requests, wish);
    },
    dispose() {
      client.dispose();
      bench.dispose();
    },
  };
}
