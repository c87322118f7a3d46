/**
 * Everything that changes the reader's document, with undo: faults, settings, branches.
 * Each action works out the step where the change can first be felt, then runs again.
 */
import type { StoreApi } from "zustand/vanilla";
import { typeset } from "@/app/_texte/typography.ts";
import type { DurationUs } from "@/simulator/base/time.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { parseFault } from "@/simulator/vocabulary/fault-text.ts";
import {
  type FaultKind,
  type FaultTarget,
  faultRule,
  type Instant,
  type Intervention,
} from "@/simulator/vocabulary/interventions.ts";
import { checkParameter, type ParameterValue } from "@/simulator/vocabulary/parameters.ts";
import { extendedText, nextBudget } from "./budget-text.ts";
import type { LabClock } from "./clock.ts";
import {
  type Change,
  defaultSetup,
  FAULTS_MAX,
  hasLetGo,
  type LabDocument,
  type PlacedFault,
  type Setup,
  sharedUntil,
  shownBranch,
  withBranchName,
  withChange,
  withoutBranch,
  withShown,
  worldKey,
} from "./document.ts";
import { faultLabel, lowerFirst } from "./fault-words.ts";
import { formerWorld, reanchorAll, reanchoringText } from "./re-anchor.ts";
import type { Goal } from "./runs.ts";
import type { LabState } from "./state.ts";

export interface FaultOrder {
  readonly kind: FaultKind;
  readonly target: FaultTarget;
  /** Default of the kind when absent. */
  readonly amount?: number | null;
  readonly durationUs?: number | null;
  /** Default: just after the playhead's event (or the start). */
  readonly at?: Instant;
  /** Number of the fault, its id being `f<number>`; the next one of this document when absent. */
  readonly number?: number;
}

export interface DocumentActions {
  /** Places a fault at the playhead and opens a branch there. Returns its id, null when refused. */
  readonly placeFault: (order: FaultOrder) => string | null;
  readonly moveFault: (fault: string, at: Instant) => void;
  /** Moves the beginning of a lasting fault; its end stays when `durationUs` says so. */
  readonly reshapeFault: (fault: string, at: Instant, durationUs: number | null) => void;
  readonly resizeFault: (fault: string, durationUs: number | null) => void;
  readonly setFaultAmount: (fault: string, amount: number) => void;
  readonly setFaultEnabled: (fault: string, isEnabled: boolean) => void;
  readonly removeFault: (fault: string) => void;
  readonly setVariant: (variant: string) => void;
  readonly setSeed: (seed: number) => void;
  readonly setParameter: (id: string, value: ParameterValue) => void;
  readonly resetParameters: () => void;
  /** Replays the shown run with a larger budget of events, when that is what stopped it. */
  readonly extendRun: () => void;
  /** Sets the world of a prepared fault: variant, seed, parameters, faults. */
  readonly applyIncident: (incident: string) => void;
  /** Shows a setup that came from a link or a study. */
  readonly applySetup: (setup: Setup, text: string, goal: Goal) => void;
  readonly showBranch: (branch: string) => void;
  readonly renameBranch: (branch: string, name: string) => void;
  readonly removeBranch: (branch: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

/** What the store does for these actions. */
interface DocumentDoors {
  readonly start: (goal?: Goal) => void;
  readonly notify: (text: string) => void;
}

type ChangeOrder = Omit<Change, "leavesAt">;

const asDuration = (us: number | null): DurationUs | null =>
  us === null ? null : (Math.max(1, Math.round(us)) as DurationUs);

/** What the branch of an edited fault is called: « sans arrêt brutal… », « …, désactivé ». */
function editText(fault: PlacedFault, next: PlacedFault | null, card: ScenarioCard): string {
  const { intervention } = next ?? fault;
  const label = lowerFirst(faultLabel(intervention, card));
  if (intervention.kind === "request") {
    if (next === null) return typeset(`demande retirée : ${label}`);
    return next.isEnabled ? label : typeset(`demande désactivée : ${label}`);
  }
  if (next === null) return `sans ${label}`;
  return next.isEnabled || !fault.isEnabled ? label : `${label}, désactivé`;
}

const UNDO_MAX = 200;

const TOO_MANY = `Pas plus de ${FAULTS_MAX} pannes et demandes\u00a0: retirez-en une.`;
const LET_GO =
  "Quarante branches au plus\u00a0: la plus ancienne sans nom vient de laisser la place. Nommez celles que vous voulez garder.";

export function createDocumentActions(
  store: StoreApi<LabState>,
  clock: LabClock,
  { start, notify }: DocumentDoors,
): DocumentActions {
  const setup = (): Setup => shownBranch(store.getState().document).setup;

  const commit = (next: LabDocument, goal?: Goal): void => {
    const { document, past } = store.getState();
    if (next === document) return;
    store.setState({
      document: next,
      past: [...past, document].slice(-UNDO_MAX),
      future: [],
    });
    if (hasLetGo(document, next)) notify(LET_GO);
    if (next.shown !== document.shown || shownBranch(next).setup !== shownBranch(document).setup) {
      start(goal);
    }
  };

  const here = (): Goal => ({ kind: "time", atUs: clock.timeUs() });

  /** Last event ahead of an instant in the shown run; −1 when that run is not here to say so. */
  const before = (at: Instant): number => {
    if (at.kind === "event") return at.index;
    const { run, document } = store.getState();
    const isHere = run.branch === document.shown && run.summary !== null;
    return isHere ? run.log.indexAt(at.atUs - 1) : -1;
  };

  const withLeave = (order: ChangeOrder): Change => {
    const { run } = store.getState();
    const shared = sharedUntil(setup(), order.setup, before);
    return { ...order, leavesAt: Math.min(shared, run.length - 1) };
  };

  /** A step keeps its number when the change comes after it; else the same instant is looked for. */
  const goalOf = ({ leavesAt }: Change): Goal => {
    const { playhead } = store.getState().view;
    return leavesAt >= playhead ? { kind: "index", index: playhead } : here();
  };

  const change = (order: ChangeOrder, faultsMade?: number): void => {
    const { document } = store.getState();
    const made = withLeave(order);
    const base =
      faultsMade === undefined
        ? document
        : { ...document, faultsMade: Math.max(document.faultsMade, faultsMade) };
    const next = withChange(base, made);
    if (next !== base) commit(next, goalOf(made));
  };

  /** Is every event that a fault stands after in the shown branch's own run, here and now? */
  const knowsItsFaults = (): boolean => {
    const { run, document, engine } = store.getState();
    const isHere = run.branch === document.shown;
    return setup().faults.every(
      ({ intervention: { at } }) =>
        at.kind === "time" ||
        engine.kind === "failed" ||
        (isHere && (at.index < run.length || run.summary !== null)),
    );
  };

  let waiters = 0;
  /** Acts once the run that gives their instants to the faults is there, unless the reader goes on. */
  const onceKnown = (act: () => void): void => {
    waiters++;
    if (knowsItsFaults()) return act();
    const mine = waiters;
    const { document } = store.getState();
    const stop = store.subscribe((state) => {
      if (state.document === document && !knowsItsFaults()) return;
      stop();
      queueMicrotask(() => {
        if (mine === waiters && store.getState().document === document) act();
      });
    });
  };

  /** Another world for the same faults: a step of this run means nothing there. */
  const changeWorld = (key: string, text: string, part: Partial<Setup>): void =>
    onceKnown(() => {
      const { card, document, run } = store.getState();
      const wanted = { ...setup(), ...part };
      if (worldKey(wanted) === worldKey(setup())) return;
      const former = formerWorld(document, wanted);
      if (former !== null) return commit(withShown(document, former.id), here());
      const { faults, moved } = reanchorAll(wanted.faults, run.log);
      change({ key, text, setup: { ...wanted, faults } });
      if (moved.length > 0) notify(reanchoringText(moved, (fault) => faultLabel(fault, card)));
    });

  const editFault = (
    id: string,
    key: string,
    edit: (fault: PlacedFault) => PlacedFault | null,
  ): void => {
    const old = setup();
    const fault = old.faults.find((f) => f.intervention.id === id);
    if (fault === undefined) return;
    const next = edit(fault);
    change({
      key,
      text: editText(fault, next, store.getState().card),
      setup: {
        ...old,
        faults: old.faults.flatMap((f) => (f === fault ? (next === null ? [] : [next]) : [f])),
      },
    });
  };

  const editIntervention = (id: string, part: Partial<Intervention>): void =>
    editFault(id, `fault:${id}`, (fault) => ({
      ...fault,
      intervention: { ...fault.intervention, ...part },
    }));

  const travel = (to: "past" | "future"): void => {
    const state = store.getState();
    const next = to === "past" ? state.past.at(-1) : state.future[0];
    if (next === undefined) return;
    store.setState(
      to === "past"
        ? {
            document: next,
            past: state.past.slice(0, -1),
            future: [state.document, ...state.future],
          }
        : {
            document: next,
            past: [...state.past, state.document],
            future: state.future.slice(1),
          },
    );
    if (shownBranch(next).setup !== shownBranch(state.document).setup) start(here());
  };

  return {
    placeFault(order) {
      const { view, document, card } = store.getState();
      const old = setup();
      const rule = faultRule(order.kind);
      if (order.target.kind !== rule.target) return null;
      if (old.faults.length >= FAULTS_MAX) {
        // A request says it where it is asked.
        if (order.kind !== "request") notify(TOO_MANY);
        return null;
      }
      const number = order.number ?? document.faultsMade + 1;
      const id = `f${number}`;
      const at: Instant =
        order.at ??
        (view.playhead < 0
          ? { kind: "time", atUs: 0 as never }
          : { kind: "event", index: view.playhead });
      const intervention: Intervention = {
        id,
        kind: order.kind,
        target: order.target,
        amount: order.amount ?? rule.defaultAmount,
        at,
        durationUs: (order.durationUs === undefined
          ? rule.lasts
            ? rule.defaultDurationUs
            : null
          : order.durationUs) as DurationUs | null,
      };
      change(
        {
          key: `fault:${id}`,
          text: lowerFirst(faultLabel(intervention, card)),
          setup: { ...old, faults: [...old.faults, { intervention, isEnabled: true }] },
        },
        number,
      );
      return id;
    },
    moveFault: (fault, at) => editIntervention(fault, { at }),
    reshapeFault: (fault, at, durationUs) =>
      editIntervention(fault, { at, durationUs: asDuration(durationUs) }),
    resizeFault: (fault, durationUs) =>
      editIntervention(fault, { durationUs: asDuration(durationUs) }),
    setFaultAmount: (fault, amount) => editIntervention(fault, { amount }),
    setFaultEnabled: (fault, isEnabled) =>
      editFault(fault, `fault:${fault}:switch`, (f) => ({ ...f, isEnabled })),
    removeFault: (fault) => editFault(fault, `fault:${fault}:remove`, () => null),
    setVariant(variant) {
      const title = store.getState().card.variants.find((v) => v.id === variant)?.title;
      if (title === undefined) return;
      changeWorld("variant", title, { variant });
    },
    setSeed(seed) {
      if (!Number.isSafeInteger(seed) || seed < 0) return;
      changeWorld("seed", `graine ${seed}`, { seed });
    },
    setParameter(id, value) {
      const parameter = store.getState().card.parameters.find((p) => p.id === id);
      if (parameter === undefined || checkParameter(parameter, value).kind === "error") return;
      changeWorld(`parameter:${id}`, lowerFirst(parameter.title), {
        parameters: { ...setup().parameters, [id]: value },
      });
    },
    resetParameters() {
      const { parameters } = defaultSetup(store.getState().card);
      changeWorld("parameters", "réglages d’origine", { parameters });
    },
    extendRun() {
      const { document, run, view } = store.getState();
      const eventsMax = run.summary === null ? null : nextBudget(run.summary);
      if (eventsMax === null || run.branch !== document.shown) return;
      // Everything but « run-ended » happens again.
      const change = { key: "budget", text: extendedText(eventsMax), leavesAt: run.length - 2 };
      commit(withChange(document, { ...change, setup: { ...setup(), eventsMax } }), {
        kind: "index",
        index: view.playhead,
      });
    },
    applyIncident(id) {
      const { card } = store.getState();
      const incident = card.incidents.find((i) => i.id === id);
      if (incident === undefined) return;
      const faults: PlacedFault[] = [];
      for (const [i, text] of incident.faults.entries()) {
        const parsed = parseFault(text, `f${i + 1}`);
        if (parsed.kind === "ok") faults.push({ intervention: parsed.value, isEnabled: true });
      }
      change(
        {
          key: `incident:${id}`,
          text: lowerFirst(incident.title),
          setup: {
            variant: incident.variant,
            seed: incident.seed,
            parameters: { ...defaultSetup(card).parameters, ...incident.parameters },
            faults,
          },
        },
        faults.length,
      );
    },
    applySetup(next, text, goal) {
      const { document } = store.getState();
      const faultsMade = Math.max(
        document.faultsMade,
        ...next.faults.map((f) => Number(/^f(\d+)$/.exec(f.intervention.id)?.[1] ?? 0)),
      );
      const changed = withChange(
        { ...document, faultsMade },
        // Of two links, the second does not rewrite the first: each is a branch of its own.
        withLeave({ key: `setup:${document.branchesMade + 1}`, text, setup: next }),
      );
      if (changed.shown === document.shown) start(goal);
      else commit(changed, goal);
    },
    showBranch: (branch) => commit(withShown(store.getState().document, branch), here()),
    renameBranch: (branch, name) => commit(withBranchName(store.getState().document, branch, name)),
    removeBranch: (branch) => commit(withoutBranch(store.getState().document, branch), here()),
    undo: () => travel("past"),
    redo: () => travel("future"),
  };
}
