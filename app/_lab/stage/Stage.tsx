/**
 * The stage: nodes, tracks and messages at the playhead.
 *
 * Owns the viewport, the pointer on messages and the keyboard of the graph (one tab stop, arrows along
 * links). Boxes read their own slots; traffic is one canvas; nothing is set anew per frame.
 */
"use client";
import "@xyflow/react/dist/base.css";
import { type Node, type NodeProps, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { type MouseEvent, type PointerEvent, useRef, useState } from "react";
import { useActions, useCard, useLab, useLabApi } from "../hooks.ts";
import { Caption } from "./Caption.tsx";
import { MessageHold } from "./MessageHold.tsx";
import { NodeBox } from "./NodeBox.tsx";
import { HIT_RADIUS, hitAt } from "./painter.ts";
import styles from "./Stage.module.css";
import { StageTools } from "./StageTools.tsx";
import { StageContext, useStage } from "./stage-context.ts";
import { Tracks } from "./Tracks.tsx";
import { TrafficLayer } from "./TrafficLayer.tsx";
import { useGraphKeys } from "./use-graph-keys.ts";
import { useLongPress } from "./use-long-press.ts";
import { useSheet } from "./use-sheet.ts";

type BoxNode = Node<{ readonly id: string }, "box">;

function FlowBox({ data, width = 0, height = 0 }: NodeProps<BoxNode>) {
  const { groups, crowd } = useStage();
  const group = groups.get(data.id);
  const card = useCard().nodes.find((node) => node.id === data.id);
  if (group !== undefined) return crowd === null ? null : <crowd.GroupTile group={group} />;
  return card === undefined ? null : <NodeBox card={card} width={width} height={height} />;
}

const NODE_TYPES = { box: FlowBox };
const NO_EDGES: never[] = [];
/** Above this many boxes, those out of sight are not mounted. */
const MOUNT_ALL_MAX = 200;

const HELP =
  "Flèches : nœud voisin. L : liens de ce nœud. M : messages en vol. P : pannes. Entrée : inspecter.";
const HELP_GROUPS =
  "Flèches : voisin. M : messages en vol. P : pannes. Entrée : ouvrir un groupe, ou inspecter un nœud.";

function StageInside() {
  const root = useRef<HTMLElement>(null);
  const actions = useActions();
  const { idBase } = useLabApi();
  const sheet = useSheet(root);
  const { context, nodes, fit, caption, textPx } = sheet;
  const [focused, setFocused] = useState<string | null>(null);
  const selected = useLab(({ view }) =>
    view.selection?.kind === "message" ? view.selection.message : null,
  );
  const held = focused ?? selected;
  const { crowd } = context;
  const open = context.groups.get(context.openGroup ?? "");
  const keys = useGraphKeys({ root, context, held, setFocused });

  const messageAt = (clientX: number, clientY: number, radius = HIT_RADIUS): string | null => {
    const box = root.current?.getBoundingClientRect();
    if (box === undefined) return null;
    return (
      hitAt(context.painted.hits, clientX - box.left, clientY - box.top, radius)?.token.message ??
      null
    );
  };
  /** The canvas lets everything through: a message under the pointer is taken before what is below. */
  const take = (event: MouseEvent, act: (message: string) => void): void => {
    if (event.target instanceof Element && event.target.closest("button") !== null) return;
    const message = messageAt(event.clientX, event.clientY);
    if (message === null) return;
    event.preventDefault();
    event.stopPropagation();
    act(message);
  };
  const press = useLongPress((x, y) => {
    const message = messageAt(x, y, 24);
    if (message !== null) actions.openFaultMenu({ kind: "message", message }, { x, y });
  });
  const onPointerMove = (event: PointerEvent): void => {
    press.onPointerMove(event);
    if (event.pointerType !== "mouse" || root.current === null) return;
    const message = messageAt(event.clientX, event.clientY);
    if (message !== null) root.current.dataset.over = "";
    else delete root.current.dataset.over;
    actions.light(message === null ? null : { kind: "message", message });
  };

  return (
    <StageContext value={context}>
      <section
        ref={root}
        className={styles.stage}
        aria-label="Graphe du système"
        data-arrangement={context.arrangement}
        style={{ "--k": context.scale, "--zoom": fit.zoom }}
        onClickCapture={(event) =>
          take(event, (message) => {
            actions.play(false);
            setFocused(null);
            actions.select({ kind: "message", message });
          })
        }
        onContextMenuCapture={(event) =>
          take(event, (message) =>
            actions.openFaultMenu(
              { kind: "message", message },
              { x: event.clientX, y: event.clientY },
            ),
          )
        }
        {...press}
        onPointerMove={onPointerMove}
        onPointerLeave={() => actions.light(null)}
        onKeyDown={keys.onKeyDown}
      >
        <p id={`${idBase}graphe-aide`} className="visually-hidden">
          {context.groups.size === 0 ? HELP : HELP_GROUPS}
        </p>
        {sheet.isReady && (
          <ReactFlow<BoxNode>
            nodes={nodes as BoxNode[]}
            edges={NO_EDGES}
            nodeTypes={NODE_TYPES}
            defaultViewport={fit}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            panActivationKeyCode={null}
            zoomOnScroll={false}
            zoomOnDoubleClick={false}
            preventScrolling={false}
            minZoom={0.3}
            maxZoom={3}
            onlyRenderVisibleElements={nodes.length > MOUNT_ALL_MAX}
            attributionPosition={sheet.markCorner}
            onPaneClick={() => actions.select(null)}
            onMoveStart={(event) => event !== null && sheet.keep()}
          >
            {crowd === null ? <Tracks /> : <crowd.Regions />}
            {caption !== null && <Caption room={caption} />}
            <TrafficLayer textPx={textPx} />
            {context.arrangement === "wide" && (
              <StageTools isMoved={sheet.isMoved} onFit={sheet.refit} />
            )}
            {held !== null && (
              <MessageHold
                key={held}
                message={held}
                onNext={keys.nextMessage}
                onLeave={() => {
                  setFocused(null);
                  keys.focusNode(context.focusNode);
                }}
              />
            )}
          </ReactFlow>
        )}
        {open !== undefined && crowd !== null && <crowd.GroupPanel key={open.id} group={open} />}
      </section>
    </StageContext>
  );
}

export function Stage() {
  return (
    <ReactFlowProvider>
      <StageInside />
    </ReactFlowProvider>
  );
}
