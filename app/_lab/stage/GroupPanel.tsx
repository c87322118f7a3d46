/**
 * What stands over the stage of a crowd: the names of its regions, and the open group with a box for each
 * of its nodes. Échap, or the tile again, closes it.
 */
"use client";
import { ViewportPortal } from "@xyflow/react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { Button, IconButton } from "@/app/_ui/Button.tsx";
import type { NodeGroup } from "@/simulator/vocabulary/crowd.ts";
import { useActions, useCard, useLabApi } from "../hooks.ts";
import styles from "./Crowd.module.css";
import { wayOf } from "./group-way.ts";
import { NodeBox } from "./NodeBox.tsx";
import { useStage } from "./stage-context.ts";

/** A box of the panel, px. */
const BOX = { wide: { width: 184, height: 152 }, phone: { width: 160, height: 104 } } as const;

/** Under the names of regions: a click gives the faults of a whole region. */
export function Regions() {
  const { regions } = useStage();
  const { crowd } = useCard();
  const actions = useActions();
  if (crowd === undefined) return null;
  return (
    <ViewportPortal>
      {regions.map(({ title, members, x, y, width }) => (
        <button
          key={title}
          type="button"
          className={`${styles.region} nopan`}
          style={{ left: x, top: y, width }}
          aria-haspopup="menu"
          aria-label={`Pannes, ${title}`}
          onClick={({ currentTarget }) => {
            const { left, bottom } = currentTarget.getBoundingClientRect();
            actions.openFaultMenu(wayOf(members, crowd.hub), { x: left, y: bottom });
          }}
        >
          {title}
        </button>
      ))}
    </ViewportPortal>
  );
}

export function GroupPanel({ group }: { readonly group: NodeGroup }) {
  const { setOpenGroup, arrangement } = useStage();
  const box = arrangement === "phone" ? BOX.phone : BOX.wide;
  const card = useCard();
  const actions = useActions();
  const { idBase } = useLabApi();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.querySelector<HTMLElement>("[data-node]")?.focus();
  }, []);
  const close = (): void => {
    setOpenGroup(null);
    document.getElementById(`${idBase}noeud-${group.id}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const boxes = [...(panel.current?.querySelectorAll<HTMLElement>("[data-node]") ?? [])];
    const at = boxes.indexOf(event.target as HTMLElement);
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (event.key === "Escape") close();
    else if (by !== 0 && at >= 0) boxes[at + by]?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section
      ref={panel}
      className={styles.panel}
      aria-label={`${group.title}, ${group.counted}`}
      onKeyDown={onKeyDown}
    >
      <header className={styles.panelHead}>
        <h3>{group.title}</h3>
        <span>{group.counted}</span>
        <Button
          sign="fault"
          variant="quiet"
          onClick={({ clientX, clientY }) =>
            actions.openFaultMenu(wayOf(group.members, card.crowd?.hub ?? ""), {
              ...{ x: clientX, y: clientY },
            })
          }
        >
          Pannes
        </Button>
        <IconButton sign="close" label="Fermer" onClick={close} />
      </header>
      <div className={styles.panelBoxes}>
        {card.nodes
          .filter(({ id }) => group.members.includes(id))
          .map((node) => (
            <div key={node.id} style={box}>
              <NodeBox card={node} {...box} />
            </div>
          ))}
      </div>
    </section>
  );
}
