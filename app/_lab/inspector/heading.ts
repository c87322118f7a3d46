/** What the inspector says it shows: breadcrumb, name, sign, state. */

import { tableOfRow } from "@/app/_lab/databases/catalogue.ts";
import { type MachineAt, machineOf, standsAt } from "@/app/_lab/machine/machine-at.ts";
import type { Selection } from "@/app/_lab/view.ts";
import { faultTitle, targetTitle } from "@/app/_texte/faults.ts";
import {
  eventLabels,
  faultLabels,
  labelEvent,
  linkStateLabels,
  machineLabels,
  nodeStatusLabels,
  placeLabels,
  roleLabels,
} from "@/app/_texte/labels.ts";
import { messageWord, nodeTitle } from "@/app/_texte/names.ts";
import { formatStep } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import type { SignName } from "@/app/_ui/Sign.tsx";
import type { Kind } from "@/app/_ui/signs.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { LinkState } from "@/simulator/vocabulary/events.ts";
import type { Intervention } from "@/simulator/vocabulary/interventions.ts";
import { isReaderCommand } from "@/simulator/vocabulary/requests.ts";
import { messageEnd, messageState } from "./message-state.ts";
import type { Reading } from "./reading.ts";

export interface Heading {
  readonly path: string;
  readonly title: string;
  readonly sign: SignName;
  readonly state: Pick<Kind, "sign" | "tone" | "word"> | null;
}

function machineStanding(reading: Reading, subject: string): MachineAt | null {
  const machine = reading.card.machines[0];
  if (machine === undefined) return null;
  const instance = machineOf(reading.log, reading.card, machine, subject);
  return instance === null ? null : standsAt(machine, instance, reading.playhead);
}

/** « Commande 1042 › étape 2 sur 3 », or the scenario's own words. */
export function subjectPath(reading: Reading, subject: string | null): string {
  const { card } = reading;
  if (subject === null) return "";
  const head = `${card.subjectTitle} ${subject}`;
  const machine = card.machines[0];
  if (machine === undefined) return head;
  const at = machineStanding(reading, subject);
  if (at === null) return head;
  const position = machine.steps.findIndex((step) => step.id === at.step);
  return position < 0
    ? `${head} › ${at.state?.title ?? at.stateId}`
    : `${head} › étape ${position + 1} sur ${machine.steps.length}`;
}

/** The order looked at: the selection's, else the one of the event at the playhead. */
export function focusSubject(reading: Reading, selection: Selection | null): string | null {
  const { log, playhead, messages } = reading;
  switch (selection?.kind) {
    case "subject":
      return selection.subject;
    case "event":
      return log.subject(selection.index);
    case "message":
      return messages.byId(selection.message)?.subject ?? null;
    case "node": {
      // The last order that this node had in hand at the playhead.
      const oldest = Math.max(0, playhead - 2_000);
      for (let i = playhead; i >= oldest; i--) {
        if (log.node(i) === selection.node && log.subject(i) !== null) return log.subject(i);
      }
      return null;
    }
    default:
      return playhead < 0 ? null : log.subject(playhead);
  }
}

const capital = (text: string): string => text.charAt(0).toLocaleUpperCase("fr") + text.slice(1);

export function headingOf(
  reading: Reading,
  selection: Selection | null,
  fault: Intervention | null,
): Heading {
  const { card, log, timeline, playhead } = reading;
  const path = subjectPath(reading, focusSubject(reading, selection));
  switch (selection?.kind) {
    case "node": {
      const node = card.nodes.find((known) => known.id === selection.node);
      const status = (timeline.value(`node/${selection.node}/status`) ??
        "up") as keyof typeof nodeStatusLabels;
      return {
        path,
        title: nodeTitle(card, selection.node),
        sign: placeLabels[node?.place ?? "service"].sign,
        state: nodeStatusLabels[status] ?? null,
      };
    }
    case "link": {
      const state = (["from>to", "to>from"] as const)
        .map((_, i) =>
          timeline.value(
            i === 0
              ? `link/${selection.from}>${selection.to}`
              : `link/${selection.to}>${selection.from}`,
          ),
        )
        .find((value) => value !== undefined) as LinkState | undefined;
      return {
        path: "Lien, deux voies",
        title: `${nodeTitle(card, selection.from)} ↔ ${nodeTitle(card, selection.to)}`,
        sign: "link",
        state:
          state === undefined
            ? { sign: "ok", tone: "ok", word: linkStateLabels.open }
            : { sign: "isolated", tone: "fail", word: linkStateLabels[state] },
      };
    }
    case "message": {
      const message = reading.messages.byId(selection.message);
      if (message === undefined) {
        return { path, title: "Message", sign: "request", state: null };
      }
      const role = roleLabels[message.role];
      const state = messageState(message, playhead);
      const end = messageEnd(message, playhead);
      return {
        path,
        title: capital(messageWord(card, message.id, message.status === "refused")),
        sign: role.sign,
        state: {
          sign: end === "lost" ? "fail" : end === "delivered" ? "ok" : role.sign,
          tone: state.tone ?? "info",
          word: state.text.split("\u00a0:")[0] ?? state.text,
        },
      };
    }
    case "event": {
      const label = labelEvent(log.event(selection.index), card);
      return {
        path: [formatStep(selection.index), path].filter(Boolean).join(" · "),
        title: capital(label.word),
        sign: label.sign,
        state: null,
      };
    }
    case "subject": {
      const at = machineStanding(reading, selection.subject);
      return {
        path,
        title: `${card.subjectTitle} ${selection.subject}`,
        sign: "saga-new",
        state: at?.state === undefined || at.state === null ? null : machineLabels[at.state.sign],
      };
    }
    case "fault":
      return {
        path: fault?.kind === "request" ? "Votre demande" : "Votre panne",
        title: fault === null ? "Panne retirée" : gestureTitle(fault, card),
        sign: fault === null ? "fault-off" : faultLabels[fault.kind].sign,
        state: null,
      };
    case "row":
      return {
        path: ownerTitle(card, selection),
        title: `${selection.table} ${keyText(selection.key)}`,
        sign: "db",
        state: timelineHas(reading, selection)
          ? null
          : { sign: "none", tone: "mute", word: "absente" },
      };
    default: {
      if (playhead < 0) {
        return { path: card.title, title: "Avant le premier pas", sign: "none", state: null };
      }
      const event = log.event(playhead);
      const isAsked = "command" in event && isReaderCommand(event.command);
      const label = isAsked ? labelEvent(event, card) : eventLabels[event.kind];
      return {
        path: path === "" ? formatStep(playhead) : `${formatStep(playhead)} · ${path}`,
        title: capital(label.word),
        sign: labelEvent(event, card).sign,
        state: null,
      };
    }
  }
}

const gestureTitle = (fault: Intervention, card: ScenarioCard): string =>
  fault.kind === "request" ? typeset(targetTitle(fault.target, card)) : faultTitle(fault, card);

/** `["s-1042"]` → « s-1042 ». */
function keyText(key: string): string {
  try {
    const parts: unknown = JSON.parse(key);
    return Array.isArray(parts) ? parts.map(String).join(" ") : key;
  } catch {
    return key;
  }
}

type RowSelection = Extract<Selection, { readonly kind: "row" }>;

/** The database of a row, or the store that keeps it outside SQL. */
const ownerTitle = (card: ScenarioCard, row: RowSelection): string =>
  card.databases.find((database) => database.id === row.database)?.title ??
  (tableOfRow(card, row) === null
    ? row.database
    : (card.stores.find((store) => store.id === row.table)?.title ?? row.database));

function timelineHas({ timeline, card }: Reading, row: RowSelection): boolean {
  const spec = tableOfRow(card, row);
  return spec !== null && timeline.value(`${spec.prefix}${row.key}`) !== undefined;
}
