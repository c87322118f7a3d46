/**
 * One node on the stage: its name, its lamp and word, and its live data in the room it has.
 *
 * Gestures: click selects, right click or long press opens the faults; the keyboard is handled by the
 * graph around it. In the fog of another node it is a grey box: nobody there can see inside.
 */
"use client";
import { memo, useMemo } from "react";
import { placeLabels } from "@/app/_texte/labels.ts";
import { countOf } from "@/app/_texte/numbers.ts";
import { isPartReading, slotOfPart } from "@/app/_texte/part-words.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { faultKinds } from "@/app/_ui/signs.ts";
import type { NodeCard, NodeReading } from "@/simulator/vocabulary/card.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";
import { useActions, useLab, useLabApi } from "../hooks.ts";
import { allotLines, type Demand } from "./allot.ts";
import styles from "./Node.module.css";
import { useActiveFaults, useLamp, useWaitingCount } from "./node-state.ts";
import { type PartsModule, useParts } from "./parts-door.ts";
import { Reading } from "./Readings.tsx";
import { useStage } from "./stage-context.ts";
import { useLongPress } from "./use-long-press.ts";
import { Waiting } from "./Waiting.tsx";

const HEAD_PX = 27;
const LINE_PX = 18;
/** Width of a letter of a node's name, px at scale 1. */
const LETTER_PX = 7.7;
/** Narrow letters, as a share of the ordinary ones; what stands beside the name in a narrow head, px. */
const NARROW_SHARE = 0.88;
const TIGHT_REST = 51;
const LAMP = 20;

/** How many lines each reading would like, from how much it holds now. */
function useDemands(card: NodeCard, parts: PartsModule | null, boxPx: number): readonly Demand[] {
  // One answer for the whole box, from counts alone: a long run has thousands of rows.
  const lines = useLab(({ run }) => {
    const under = (prefix: string) => (run.number === 0 ? [] : run.timeline.entries(prefix));
    const isOwn = ([, call]: readonly [string, Value]): boolean =>
      (call as { readonly from?: unknown }).from === card.id;
    const linesOf = (reading: NodeReading): number => {
      if (isPartReading(reading)) {
        const value =
          run.number === 0 ? undefined : run.timeline.value(slotOfPart(card.id, reading));
        return parts?.partLines(reading, value, parts.innerWidth(boxPx)) ?? 1;
      }
      switch (reading.kind) {
        case "table": {
          const count = under(`row/${reading.database}/${reading.table}/`).length;
          return 1 + Math.max(1, Math.min(reading.limit, count));
        }
        case "records":
          return 1 + Math.max(1, Math.min(reading.limit, under(`record/${reading.store}/`).length));
        case "memory":
          return Math.max(1, Math.min(2, under(`memory/${card.id}/${reading.prefix}`).length));
        case "waiting":
          return 1 + Math.max(1, under("call/").filter(isOwn).length);
        default:
          return 1;
      }
    };
    return card.readings.map(linesOf).join(" ");
  });
  return useMemo(() => {
    const counts = lines.split(" ").map(Number);
    return card.readings.map(({ kind }, i) => ({ kind, lines: counts[i] ?? 1 }));
  }, [card, lines]);
}

function Body({
  card,
  width,
  height,
}: {
  readonly card: NodeCard;
  readonly width: number;
  readonly height: number;
}) {
  const { scale } = useStage();
  const parts = useParts(card.readings.some(isPartReading));
  const demands = useDemands(card, parts, width / scale);
  const given = allotLines(demands, height / scale - HEAD_PX - 4, LINE_PX);
  return (
    <div className={styles.body}>
      {card.readings.map((reading, i) => {
        const lines = given[i] ?? 0;
        if (lines === 0) return null;
        const key = JSON.stringify(reading);
        return reading.kind === "waiting" ? (
          <Waiting key={key} node={card.id} title={reading.title} lines={lines} />
        ) : (
          <Reading key={key} card={card} reading={reading} lines={lines} width={width} />
        );
      })}
    </div>
  );
}

/** The reader's faults on this node that its lamp does not say: in ink. */
function FaultSigns({ node }: { readonly node: string }) {
  const faults = useActiveFaults();
  const own = faults.filter(
    ({ target, kind }) =>
      target.kind === "node" && target.node === node && !["crash", "pause", "slow"].includes(kind),
  );
  if (own.length === 0) return null;
  return (
    <span className={styles.faults}>
      {own.map(({ id, kind }) => {
        const { sign, word } = faultKinds[kind as keyof typeof faultKinds];
        return <Sign key={id} name={sign} title={word} />;
      })}
    </span>
  );
}

export const NodeBox = memo(function NodeBox({
  card,
  width,
  height,
}: {
  readonly card: NodeCard;
  readonly width: number;
  readonly height: number;
}) {
  const { arrangement, scale, isProjector, focusNode, setFocusNode } = useStage();
  const actions = useActions();
  const { idBase } = useLabApi();
  const { status, lamp } = useLamp(card.id);
  const waiting = useWaitingCount(card.id);
  const isSelected = useLab(
    ({ view }) => view.selection?.kind === "node" && view.selection.node === card.id,
  );
  const isAimed = useLab(
    ({ view }) => view.faultMenu?.target.kind === "node" && view.faultMenu.target.node === card.id,
  );
  const isHidden = useLab(({ view }) => view.fog !== null && view.fog !== card.id);
  const isLit = useLab(({ view }) => view.lit?.node === card.id);
  const target = { kind: "node", node: card.id } as const;
  const press = useLongPress((x, y) => actions.openFaultMenu(target, { x, y }));

  const nameWidth = card.title.length * LETTER_PX * scale;
  const room = width - nameWidth - 44 * scale;
  const hasWord = !isProjector && room > (lamp.word.length * 6.4 + 22) * scale;
  // People and other people's machines show a lamp only when something is the matter with them.
  const isOurs = card.place !== "client" && card.place !== "external";
  const hasLamp = isHidden || isOurs || status !== "up";
  const isNarrow = room < (hasLamp ? 24 : 0) * scale;
  // Where even the narrow letters leave no room for the lamp, what kind of place it is gives way to its state;
  // at the back of a room, to its name too.
  const rest = hasLamp ? TIGHT_REST : arrangement === "room" ? TIGHT_REST - LAMP : 0;
  const isTight = arrangement !== "phone" && width < nameWidth * NARROW_SHARE + rest * scale;
  const name = [
    `Nœud ${card.title}`,
    isHidden ? "dans le brouillard" : lamp.word,
    isHidden || waiting === 0 ? "" : `${countOf(waiting, "message")} en attente`,
  ]
    .filter((part) => part !== "")
    .join(", ");

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the graph around it has the keyboard, see use-graph-keys.ts
    <div
      role="group"
      id={`${idBase}noeud-${card.id}`}
      aria-label={name}
      aria-describedby={`${idBase}graphe-aide`}
      tabIndex={focusNode === card.id ? 0 : -1}
      className={cx(styles.node, isSelected && "brackets", "nopan")}
      data-node={card.id}
      data-status={isHidden ? undefined : status}
      data-place={card.place}
      data-fog={isHidden || undefined}
      data-aimed={isAimed || undefined}
      data-lit={isLit || undefined}
      onFocus={() => setFocusNode(card.id)}
      onClick={() => actions.select(target)}
      onDoubleClick={() => actions.toggleInspector(true)}
      onContextMenu={(event) => {
        event.preventDefault();
        actions.openFaultMenu(target, { x: event.clientX, y: event.clientY });
      }}
      {...press}
    >
      <div className={styles.head} data-narrow={isNarrow || undefined}>
        {!isTight && <Sign name={placeLabels[card.place].sign} />}
        <b className={styles.name}>{card.title}</b>
        {!isHidden && <FaultSigns node={card.id} />}
        {hasLamp && (
          <span className={cx(styles.lamp, isHidden ? "tone-mute" : `tone-${lamp.tone}`)}>
            <Sign name={isHidden ? "unknown" : lamp.sign} />
            {hasWord && <span>{isHidden ? "on ne sait pas" : lamp.word}</span>}
          </span>
        )}
      </div>
      {!isHidden && <Body card={card} width={width} height={height} />}
    </div>
  );
});
