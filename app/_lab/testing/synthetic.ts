/**
 * A small world written by hand, for tests of the page: two nodes, one promise, two bursts of events
 * ten minutes apart. The engine is not needed, and what it logs is obvious.
 */
import type { EngineClient, RunListener } from "@/app/_worker/client.ts";
import type { NodeCard, ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { ClaimTrack } from "@/simulator/vocabulary/claims.ts";
import { EventLog } from "@/simulator/vocabulary/log.ts";
import { LOG_START } from "@/simulator/vocabulary/log-batch.ts";
import type { RunRequest, RunSummary } from "@/simulator/vocabulary/run.ts";

const node = (id: string, title: string, x: number): NodeCard => ({
  id,
  title,
  named: `le service ${title}`,
  place: "service",
  x,
  y: 40,
  width: 200,
  height: 100,
  phone: { x: 12, y: 12, width: 150, height: 60 },
  readings: [],
  workerCount: 2,
  queueLimit: 4,
});

export const syntheticCard: ScenarioCard = {
  id: "essai",
  title: "Essai : deux services",
  group: "Essais",
  summary: "Un essai.",
  patterns: [],
  level: 1,
  minutes: [15],
  subjectTitle: "Commande",
  variants: [
    { id: "naive", title: "naïve", summary: "", file: "a.ts" },
    { id: "corrigee", title: "corrigée", summary: "", file: "b.ts" },
  ],
  defaultVariant: "naive",
  parameters: [
    {
      kind: "count",
      id: "commandes",
      title: "Commandes",
      help: "",
      group: "Charge",
      unit: "commandes",
      min: 1,
      max: 100,
      step: 1,
      default: 4,
    },
    {
      kind: "duration",
      id: "delai",
      title: "Délai",
      help: "",
      group: "Charge",
      min: 1_000,
      max: 60_000_000,
      step: 1_000,
      default: 3_000_000,
    },
    {
      kind: "quantiles",
      id: "latence",
      title: "Latence",
      help: "",
      group: "Durées",
      max: 1_000,
      default: [4, 12, 30],
    },
    {
      kind: "choice",
      id: "cle",
      title: "Clé",
      help: "",
      group: "Conception",
      options: [
        { id: "honoree", title: "honorée" },
        { id: "ignoree", title: "ignorée" },
      ],
      default: "honoree",
    },
  ],
  nodes: [node("boutique", "Boutique", 20), node("banque", "Banque", 400)],
  links: [{ a: "boutique", b: "banque" }],
  databases: [],
  stores: [],
  operations: [],
  handlers: [],
  machines: [],
  claims: [
    {
      id: "un-seul-debit",
      kind: "always",
      title: "Débité une seule fois",
      sentence: "Une commande n’est débitée qu’une fois.",
      expected: "≤ 1",
    },
  ],
  requests: [
    {
      ...{ id: "etat", title: "Où en est cette commande ?", explanation: "La banque répond." },
      ...{ from: "boutique", to: "banque", operation: "etat", timeoutUs: 1_000_000 },
      subject: { title: "Commande", example: "1041" },
    },
    {
      ...{ id: "liste", title: "Lesquelles attendent ?", explanation: "La banque répond." },
      ...{ from: "boutique", to: "banque", operation: "liste", timeoutUs: 1_000_000 },
      subject: null,
    },
  ],
  incidents: [
    {
      id: "arret",
      title: "Arrêt de la banque",
      text: "La banque s’arrête.",
      defect: null,
      variant: "naive",
      seed: 7,
      parameters: { commandes: 8 },
      faults: ["crash:banque@event:3+1s"],
      breaks: ["un-seul-debit"],
    },
  ],
  horizonUs: 1_800_000_000,
  defaultSeed: 42,
};

const ms = (value: number): number => value * 1_000;

/** The log of a request: what the reader's faults change comes after the step where they act. */
export function syntheticLog(request: RunRequest): EventLog {
  const log = new EventLog();
  const orders = Number(request.parameters.commandes ?? 4);
  const starts = request.interventions.flatMap((fault) =>
    fault.at.kind === "event" ? [{ fault, index: fault.at.index }] : [],
  );
  const say = (atUs: number, text: string): void => {
    const head = { process: 0, line: 0, cause: log.length - 1, subject: null };
    log.append(
      "note",
      { ...head, atUs, node: log.length % 2 === 0 ? "boutique" : "banque" },
      { text },
    );
    for (const { fault, index } of starts) {
      if (log.length !== index + 1) continue;
      const fields = { fault: fault.id, text: `${fault.kind}` };
      log.append("fault-started", { ...head, atUs, node: "banque" }, fields);
      if (fault.kind === "crash") {
        log.append("node-crashed", { ...head, atUs, node: "banque" }, { lostProcessCount: 1 });
      }
    }
  };
  log.append(
    "run-started",
    { atUs: 0, node: "boutique", process: 0, line: 0, cause: -1, subject: null },
    {},
  );
  for (let i = 0; i < orders; i++) {
    say(ms(100 + i * 300), `${request.variant} ${request.seed}`);
    say(ms(180 + i * 300), "reçu");
  }
  for (let i = 0; i < orders; i++) say(ms(600_000 + i * 200), "reprise");
  return log;
}

const track = (log: EventLog): ClaimTrack => {
  const crash = Array.from({ length: log.length }, (_, i) => i).find(
    (i) => log.kind(i) === "node-crashed",
  );
  const held = { verdict: "held", observed: "1", subject: null, text: "" } as const;
  const broken = {
    verdict: "broken",
    observed: "2",
    subject: "1041",
    text: "1041 est débitée deux fois.",
  } as const;
  return {
    id: "un-seul-debit",
    changes: [
      { index: 0, ...held },
      ...(crash === undefined ? [] : [{ index: crash + 1, ...broken }]),
    ],
    brokenAt: crash === undefined ? -1 : crash + 1,
  };
};

export const summaryOf = (log: EventLog): RunSummary => ({
  events: log.length,
  simulatedUs: log.atUs(log.length - 1),
  digest: log.digest(),
  endReason: "quiet",
  endDetail: "",
  claims: [track(log)],
});

export interface SyntheticClient extends EngineClient {
  readonly requests: RunRequest[];
  /** Answers the waiting request; nothing when it was cancelled. */
  readonly answer: (write?: (request: RunRequest) => EventLog) => void;
  readonly fail: (message: string) => void;
}

/** `isImmediate`: answers at once; otherwise when `answer` is called. */
export function syntheticClient(isImmediate = true): SyntheticClient {
  const requests: RunRequest[] = [];
  let waiting: { readonly request: RunRequest; readonly listener: RunListener } | null = null;
  const client: SyntheticClient = {
    requests,
    run(request, listener) {
      requests.push(request);
      waiting = { request, listener };
      if (isImmediate) client.answer();
    },
    answer(write = syntheticLog) {
      if (waiting === null) return;
      const { request, listener } = waiting;
      waiting = null;
      const log = write(request);
      listener.onBatch(log.batchSince(LOG_START));
      listener.onDone(summaryOf(log));
    },
    fail(message) {
      waiting?.listener.onFailed(message);
      waiting = null;
    },
    cancel() {
      waiting = null;
    },
    dispose() {
      waiting = null;
    },
  };
  return client;
}
