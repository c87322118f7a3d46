/** The tab « Horloge »: true time, the node's own clock, Lamport's stamp, the vector clock. */
"use client";
import { useMemo } from "react";
import { tableOfRow } from "@/app/_lab/databases/catalogue.ts";
import type { Selection } from "@/app/_lab/view.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { formatDuration, formatInstant, formatRate, formatStep } from "@/app/_texte/numbers.ts";
import { lamport, vectorClock } from "@/simulator/observation/causality.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import { KeyValues } from "./KeyValues.tsx";
import {
  fact,
  fieldsOf,
  type InspectRow,
  type InspectSection,
  matches,
  type Reading,
} from "./reading.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./tabs.module.css";

const stampsOf = new WeakMap<EventLog, Int32Array>();
/** Lamport's stamps, worked out once a length of the log. */
function stamps(log: EventLog): Int32Array {
  let known = stampsOf.get(log);
  if (known === undefined || known.length !== log.length) {
    known = lamport(log);
    stampsOf.set(log, known);
  }
  return known;
}

function nodeOf(reading: Reading, selection: Selection | null): string | null {
  switch (selection?.kind) {
    case "node":
      return selection.node;
    case "event":
      return reading.log.node(selection.index);
    case "message":
      return reading.messages.byId(selection.message)?.to ?? null;
    case "row":
      return tableOfRow(reading.card, selection)?.node ?? null;
    default:
      return reading.playhead < 0 ? null : reading.log.node(reading.playhead);
  }
}

/** What the node's clock shows: true time, skew, and the drift gathered since it began. */
function clockRows(reading: Reading, node: string): readonly InspectRow[] {
  const path = `node/${node}/clock`;
  const clock = fieldsOf(reading.timeline.value(path));
  const offsetUs = Number(clock.offsetUs ?? 0);
  const ppm = Number(clock.partsPerMillion ?? 0);
  const since = reading.timeline
    .history(path)
    .findLast(
      (m, i, all) =>
        m.index <= reading.playhead &&
        fieldsOf(m.value).partsPerMillion === ppm &&
        fieldsOf(all[i - 1]?.value).partsPerMillion !== ppm,
    );
  const sinceUs = since === undefined ? reading.nowUs : reading.log.atUs(since.index);
  const driftUs = Math.round(((reading.nowUs - sinceUs) * ppm) / 1_000_000);
  const shownUs = reading.nowUs + offsetUs + driftUs;
  const signed = (us: number): string => `${us > 0 ? "+\u202f" : ""}${formatDuration(us)}`;
  return [
    { id: "true", label: "heure vraie", values: [fact(formatInstant(reading.nowUs))] },
    {
      id: "shown",
      label: "son horloge",
      values: [
        shownUs < 0
          ? fact(`−\u202f${formatInstant(-shownUs)}`)
          : fact(formatInstant(shownUs), shownUs === reading.nowUs ? undefined : "wait"),
      ],
    },
    {
      id: "skew",
      label: "décalage",
      values: [fact(offsetUs === 0 ? "aucun" : signed(offsetUs))],
    },
    {
      id: "drift",
      label: "dérive",
      values: [fact(ppm === 0 ? "aucune" : `${formatRate(ppm)}, ${signed(driftUs)}`)],
    },
  ];
}

/** The last event of the node at or before the playhead (or the event chosen), −1 when none. */
function lastEventOf(reading: Reading, node: string, selection: Selection | null): number {
  if (selection?.kind === "event") return selection.index;
  for (let i = reading.playhead; i >= 0; i--) if (reading.log.node(i) === node) return i;
  return -1;
}

export function ClockTab({ reading, selection, filter }: TabProps) {
  const node = nodeOf(reading, selection);
  const { card, log } = reading;
  const index = node === null ? -1 : lastEventOf(reading, node, selection);
  const vector = useMemo(() => (index < 0 ? null : vectorClock(log, index)), [log, index]);
  if (node === null) return <p className={styles.none}>Aucune horloge avant le premier pas.</p>;
  const sections: InspectSection[] = [
    {
      id: "clock",
      title: `Horloge de ${nodeTitle(card, node)}`,
      rows: clockRows(reading, node),
    },
  ];
  if (index >= 0) {
    sections.push({
      id: "lamport",
      title: "Estampilles",
      note: `à son ${formatStep(index)}`,
      rows: [
        {
          id: "lamport",
          label: "Lamport",
          values: [fact(String(stamps(log)[index]))],
          step: index,
        },
      ],
    });
    sections.push({
      id: "vector",
      title: "Horloge vectorielle",
      note: "ce qu’il a pu apprendre de chacun",
      rows: [...(vector ?? [])].map(([id, count]) => ({
        id,
        label: nodeTitle(card, id),
        values: [fact(String(count), count === 0 ? "mute" : undefined)],
        select: { kind: "node", node: id } as const,
      })),
    });
  }
  const said = (row: InspectRow): boolean => matches(row.label, filter);
  return (
    <KeyValues
      sections={sections.map((section) => ({ ...section, rows: section.rows.filter(said) }))}
    />
  );
}
