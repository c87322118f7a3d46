/**
 * Where an orchestrator keeps its sagas: what of it is on disk is a habit, and a crash takes the rest.
 */
import type { Context } from "../../../world/context.ts";
import type { SagaHabits } from "./habits.ts";
import { createSagaRecord, type SagaEnd, type SagaRecord } from "./saga-record.ts";

export interface Saga<D> {
  readonly id: string;
  readonly data: D;
  readonly record: SagaRecord;
  end: SagaEnd | null;
}

export interface SagaShelf<D> {
  readonly find: (id: string) => Saga<D> | null;
  readonly begin: (id: string, data: D) => Saga<D>;
  readonly finish: (saga: Saga<D>, end: SagaEnd) => void;
  /** Without an end, in the order in which they began. */
  readonly unfinished: () => readonly Saga<D>[];
  /** Sagas that a process of this life drives. */
  readonly driven: Set<string>;
}

/** What is written when only beginnings and ends are: the steps are not among it. */
interface Beginning<D> {
  readonly id: string;
  readonly data: D;
}

interface Shelves<D> {
  /** Whole sagas, by id. */
  readonly sagas: Map<string, Saga<D>>;
  /** Begun and not ended. */
  readonly open: Map<string, Beginning<D>>;
  readonly ends: Map<string, Beginning<D> & { readonly end: SagaEnd }>;
}

const emptyShelves = <D>(): Shelves<D> => ({
  ...{ sagas: new Map(), open: new Map(), ends: new Map() },
});

/** Store of what is shown, by saga id: `{ saga, etat, etape }`. */
export const SAGAS = "sagas";

export function shelfOf<D>(ctx: Context, log: SagaHabits["log"], stepCount: number): SagaShelf<D> {
  const inMemory = (): Shelves<D> => ctx.objects.volatile("sagas", emptyShelves<D>);
  const onDisk = (): Shelves<D> => ctx.objects.durable("sagas", emptyShelves<D>);
  const { sagas } = log === "every-step" ? onDisk() : inMemory();
  const { open, ends } = log === "nothing" ? inMemory() : onDisk();
  const find = (id: string): Saga<D> | null => {
    const known = sagas.get(id);
    if (known !== undefined) return known;
    const begun = open.get(id) ?? ends.get(id);
    if (begun === undefined) return null;
    // Its steps are not on disk: as far as anybody knows, none was asked.
    const end = ends.get(id)?.end ?? null;
    const saga: Saga<D> = { ...begun, record: createSagaRecord(stepCount), end };
    sagas.set(id, saga);
    return saga;
  };
  return {
    find,
    begin(id, data) {
      const saga: Saga<D> = { id, data, record: createSagaRecord(stepCount), end: null };
      sagas.set(id, saga);
      open.set(id, { id, data });
      return saga;
    },
    finish(saga, end) {
      saga.end = end;
      open.delete(saga.id);
      ends.set(saga.id, { id: saga.id, data: saga.data, end });
    },
    unfinished: () => [...open.keys()].map((id) => find(id)).filter((saga) => saga !== null),
    driven: ctx.objects.volatile("sagas menées", () => new Set<string>()),
  };
}

const STANDING = { completed: "terminée", compensated: "compensée" } as const;

/** Shows what is known of a saga where it is known: on disk, or in memory only. */
export function show<D>(
  saga: Saga<D>,
  log: SagaHabits["log"],
  steps: readonly { readonly name: string }[],
  ctx: Context,
): void {
  const shown = reportOf(saga, steps);
  const isBegun = saga.record.states().some((state) => state !== "none");
  const isOnDisk = log === "every-step" || (log === "ends-only" && (saga.end !== null || !isBegun));
  if (isOnDisk) ctx.records.set(SAGAS, saga.id, shown);
  else ctx.memory.set(`saga/${saga.id}`, [shown.etat, shown.etape]);
}

/** What an orchestrator says of a saga, in the reader's words. */
export type SagaReport = {
  readonly saga: string;
  readonly etat: "en cours" | "compensation" | "terminée" | "compensée";
  /** The last step that it knows of, and how far it is. */
  readonly etape: string;
};

export function reportOf<D>(
  { id, record, end }: Saga<D>,
  steps: readonly { readonly name: string }[],
): SagaReport {
  const states = record.states();
  const at = states.findLastIndex((state) => state !== "none");
  const going = record.isGoingBack() ? "compensation" : "en cours";
  return {
    saga: id,
    etat: end === null ? going : STANDING[end],
    etape: at < 0 ? "–" : `${steps[at]?.name} : ${STEP[states[at] ?? "none"]}`,
  };
}

const STEP = {
  none: "–",
  asked: "demandée",
  done: "faite",
  refused: "refusée",
  undone: "défaite",
} as const;
