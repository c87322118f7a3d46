/**
 * The same fault in another world: when the variant, the seed or a setting changes, event 38 of the
 * run is no longer the event that the reader meant.
 *
 * A fault on a message then follows its message (message ids do not depend on the variant) and a fault
 * on a node or a link keeps its instant, read in the run that is being left. Pure; refuses to know the
 * new run: nothing is searched there.
 */
import { faultInstant, messageNamed } from "@/app/_texte/faults.ts";
import { sentence, typeset } from "@/app/_texte/typography.ts";
import { instantUs } from "@/simulator/base/time.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import { formatFault } from "@/simulator/vocabulary/fault-text.ts";
import type { Instant, Intervention } from "@/simulator/vocabulary/interventions.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import {
  type Branch,
  findBranch,
  type LabDocument,
  type PlacedFault,
  type Setup,
  shownBranch,
  worldKey,
} from "./document.ts";

const START: Instant = { kind: "time", atUs: instantUs(0) };

/**
 * The instant just after event `index`: 1 µs after it, because a fault of the very same instant would
 * come before the event that it was placed after.
 */
function justAfter(log: EventLog, index: number): Instant {
  const last = Math.min(index, log.length - 1);
  return { kind: "time", atUs: instantUs(last < 0 ? 0 : log.atUs(last) + 1) };
}

/** Where the same fault stands in a world whose events are not those of `log`. */
export function reanchored(fault: Intervention, log: EventLog): Intervention {
  // Marked from the start, a message meets its fault as soon as it leaves.
  if (fault.target.kind === "message") {
    const isThere = fault.at.kind === "time" && fault.at.atUs === 0;
    return isThere ? fault : { ...fault, at: START };
  }
  return fault.at.kind === "time" ? fault : { ...fault, at: justAfter(log, fault.at.index) };
}

export interface Reanchoring {
  readonly faults: readonly PlacedFault[];
  /** Those that act and stand elsewhere now. */
  readonly moved: readonly Intervention[];
}

/** `log`: the run being left; every event that a fault names has happened there, or never will. */
export function reanchorAll(faults: readonly PlacedFault[], log: EventLog): Reanchoring {
  const moved: Intervention[] = [];
  const placed = faults.map((fault): PlacedFault => {
    const intervention = reanchored(fault.intervention, log);
    if (intervention === fault.intervention) return fault;
    if (fault.isEnabled) moved.push(intervention);
    return { ...fault, intervention };
  });
  return { faults: placed, moved };
}

/** Said to the reader who has just changed the world. `label` names a fault, as on its track. */
export function reanchoringText(
  moved: readonly Intervention[],
  label: (fault: Intervention) => string,
): string {
  const list = moved.map((fault) => `${label(fault)}, ${faultInstant(fault)}`).join(" ; ");
  const isAsking = moved.some(({ kind }) => kind === "request");
  const kept =
    moved.length > 1
      ? `Vos pannes${isAsking ? " et vos demandes" : ""} gardent chacune son message ou son instant`
      : `Votre ${isAsking ? "demande" : "panne"} garde son ${moved[0]?.target.kind === "message" ? "message" : "instant"}`;
  return typeset(
    `D’un parcours à l’autre, un même pas n’est pas le même événement. ${kept} : ${list}.`,
  );
}

/** What opened a branch whose events are not those of its parent. */
const OTHER_WORLD = /^(?:variant|seed|parameters|parameter:.+)$/;

/**
 * The branch that the reader comes back to when a change of world is taken back: its faults stand where
 * they stood, steps included. null: no such branch.
 */
export function formerWorld(document: LabDocument, wanted: Setup): Branch | null {
  const faults = (setup: Setup): string =>
    setup.faults
      .map(({ intervention, isEnabled }) => {
        const anywhere = formatFault({ ...intervention, at: START });
        return `${intervention.id}!${isEnabled}!${anywhere}`;
      })
      .join("\n");
  let branch = shownBranch(document);
  while (branch.parent !== null && OTHER_WORLD.test(branch.change)) {
    const parent = findBranch(document, branch.parent);
    if (parent === null) return null;
    if (worldKey(parent.setup) === worldKey(wanted) && faults(parent.setup) === faults(wanted)) {
      return parent;
    }
    branch = parent;
  }
  return null;
}

/** Faults that act on a message which the finished run never sent: they change nothing there. */
export function idleFaults(
  faults: readonly PlacedFault[],
  isSent: (message: string) => boolean,
): readonly Intervention[] {
  return faults.flatMap(({ intervention, isEnabled }) =>
    isEnabled && intervention.target.kind === "message" && !isSent(intervention.target.message)
      ? [intervention]
      : [],
  );
}

/** « La requête « débiter » de 1041 destinée à Paiement ne part pas ici : sa panne n’y change rien. » */
export const idleText = ({ target }: Intervention, card: ScenarioCard): string =>
  sentence(
    `${target.kind === "message" ? messageNamed(card, target.message) : ""} ne part pas dans cette variante : sa panne n’y change rien.`,
  );
