/**
 * One group on the stage: its rank, a mark for each of its nodes, what they have not sent, and whether they
 * are cut off. It opens into its nodes.
 *
 * The same gestures as a box: click opens, right click or long press gives the faults of the whole group.
 */
"use client";
import { memo } from "react";
import { formatCount } from "@/app/_texte/numbers.ts";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import { useActions, useCard, useLab, useLabApi } from "../hooks.ts";
import styles from "./Crowd.module.css";
import { type GroupState, type MemberState, useGroupState } from "./group-state.ts";
import { wayOf } from "./group-way.ts";
import { useStage } from "./stage-context.ts";
import { useLongPress } from "./use-long-press.ts";

function wordsOf({ members, unsent }: GroupState, unsentTitle: string): string {
  const those = (state: MemberState, words: string): string => {
    const count = members.filter((own) => own === state).length;
    return count > 0 ? `${formatCount(count)} ${words}` : "";
  };
  const parts = [
    those("down", "à l’arrêt"),
    those("cut", "sans liaison"),
    those("slowed", "au ralenti"),
    unsent > 0 ? `${formatCount(unsent)} ${unsentTitle}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "en service" : parts.join(", ");
}

export const GroupTile = memo(function GroupTile({ group }: { readonly group: NodeGroup }) {
  const { focusNode, setFocusNode, openGroup, setOpenGroup } = useStage();
  const { crowd } = useCard();
  const actions = useActions();
  const { idBase } = useLabApi();
  const state = useGroupState(group);
  const isSelected = useLab(
    ({ view }) => view.selection?.kind === "node" && group.members.includes(view.selection.node),
  );
  const way = wayOf(group.members, crowd?.hub ?? "");
  const press = useLongPress((x, y) => actions.openFaultMenu(way, { x, y }));
  const isCut = state.members.some((own) => own === "cut");
  const words = wordsOf(state, crowd?.unsent.title ?? "");
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the graph around it has the keyboard, see use-graph-keys.ts
    <div
      role="button"
      id={`${idBase}noeud-${group.id}`}
      aria-label={`${group.title}, ${group.counted}, ${words}`}
      aria-expanded={openGroup === group.id}
      aria-describedby={`${idBase}graphe-aide`}
      tabIndex={focusNode === group.id ? 0 : -1}
      className={cx(styles.tile, isSelected && "brackets", "nopan")}
      data-group={group.id}
      data-cut={isCut || undefined}
      onFocus={() => setFocusNode(group.id)}
      onClick={() => setOpenGroup(openGroup === group.id ? null : group.id)}
      onContextMenu={(event) => {
        event.preventDefault();
        actions.openFaultMenu(way, { x: event.clientX, y: event.clientY });
      }}
      {...press}
    >
      <span className={styles.tileHead}>
        <b>{group.title.split(" ").at(-1)}</b>
        {state.unsent > 0 && <span className={styles.badge}>{formatCount(state.unsent)}</span>}
      </span>
      <span className={styles.marks}>
        {group.members.map((node, i) => (
          <i key={node} data-state={state.members[i]} />
        ))}
      </span>
      {isCut && <Sign name="isolated" />}
    </div>
  );
});
