/** How far the stop of each node is felt, on demand: the runs are counted as they end. */
"use client";
import { useEffect, useState } from "react";
import { shownBranch } from "@/app/_lab/document.ts";
import { nodeTitle } from "@/app/_texte/names.ts";
import { countOf, formatCount, formatPercent } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { createEngineClient } from "@/app/_worker/engine-client.ts";
import { spawnEngine } from "@/app/_worker/spawn-engine.ts";
import { translation } from "@/simulator/vocabulary/pair.ts";
import type { Blast } from "./blast.ts";
import { type BlastProgress, measureBlasts } from "./blast-runs.ts";
import styles from "./counters.module.css";
import { usePair } from "./pair-hooks.ts";

const share = ({ commands, commandsHit }: Blast): number =>
  commands === 0 ? 0 : commandsHit / commands;

function Cell({
  blast,
  title,
  isBetter,
}: {
  readonly blast: Blast | undefined;
  readonly title: string | null;
  readonly isBetter: boolean;
}) {
  if (blast === undefined) return <td className={styles.value}>–</td>;
  return (
    <td className={cx(styles.value, isBetter && styles.better)}>
      <small className={styles.detail}>
        {title !== null && `${title}\u00a0: `}
        {formatCount(blast.commandsHit)} sur {countOf(blast.commands, "demande")}
      </small>
      {typeset(
        `${blast.servicesHit.length} sur ${countOf(blast.services, "service")}, ${formatPercent(100 * share(blast), 0)}`,
      )}
    </td>
  );
}

interface BlastLine {
  readonly key: string;
  readonly left: Blast | undefined;
  readonly right: Blast | undefined;
}

function useLines(progress: BlastProgress | null): readonly BlastLine[] {
  const { card, labs } = usePair();
  if (progress === null) return [];
  const nodes = labs.map((lab) => lab.store.getState().card.nodes.map(({ id }) => id)) as [
    string[],
    string[],
  ];
  const names = translation({ ...card, nodes }, 0);
  const taken = new Set<string>();
  const lines: BlastLine[] = progress.left.map((left) => {
    const there = names.node(left.node);
    const right = progress.right.find(({ node }) => node === there);
    if (right !== undefined) taken.add(right.node);
    return { key: left.node, left, right };
  });
  const alone = progress.right.filter(({ node }) => !taken.has(node));
  return [...lines, ...alone.map((right) => ({ key: right.node, left: undefined, right }))];
}

function Lines({ progress }: { readonly progress: BlastProgress }) {
  const { card, labs } = usePair();
  const lines = useLines(progress);
  const cards = labs.map((lab) => lab.store.getState().card);
  const titleOf = (side: 0 | 1, blast: Blast | undefined): string | null =>
    blast === undefined || cards[side] === undefined ? null : nodeTitle(cards[side], blast.node);
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Portée de l’arrêt de chaque nœud</caption>
      <thead>
        <tr>
          <th scope="col">Quand ce nœud s’arrête</th>
          {card.sides.map(({ title }) => (
            <th key={title} scope="col" className={styles.value}>
              {typeset(title)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, left, right }) => {
          const [a, b] = [titleOf(0, left), titleOf(1, right)];
          const isApart = left !== undefined && right !== undefined && share(left) !== share(right);
          const isLeft = isApart && share(left) < share(right);
          return (
            <tr key={key}>
              <th scope="row">{a === null || b === null || a === b ? (a ?? b) : `${a}, ${b}`}</th>
              <Cell blast={left} title={a === b ? null : a} isBetter={isLeft} />
              <Cell blast={right} title={a === b ? null : b} isBetter={isApart && !isLeft} />
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

export function BlastTable() {
  const { labs } = usePair();
  const [progress, setProgress] = useState<BlastProgress | null>(null);
  const [end, setEnd] = useState<{ readonly now: () => void } | null>(null);
  useEffect(() => () => end?.now(), [end]);
  const isRunning =
    progress !== null && progress.done < progress.total && progress.failed === null && end !== null;
  const start = (): void => {
    const [left, right] = labs.map((lab) => {
      const { card, document } = lab.store.getState();
      return { card, setup: shownBranch(document).setup };
    });
    if (left === undefined || right === undefined) return;
    const now = measureBlasts(createEngineClient(spawnEngine), [left, right], setProgress);
    setEnd({ now });
  };
  return (
    <section className={styles.blast} aria-label="Portée de chaque arrêt">
      <p>
        {typeset(
          "Chaque nœud s’arrête pour de bon au tiers des demandes, dans un parcours à lui, sans vos pannes. Demande touchée : autre réponse, ou un service qui la traitait ne la voit plus. Service touché : il voit moins de la moitié des demandes qu’il voyait.",
        )}
      </p>
      <p role="status">
        {isRunning ? (
          <>
            {typeset(`Parcours ${progress.done + 1} sur ${progress.total}. `)}
            <Button
              variant="link"
              onClick={() => {
                end.now();
                setEnd(null);
              }}
            >
              Arrêter
            </Button>
          </>
        ) : (
          <Button onClick={start}>
            {progress === null ? "Arrêter chaque nœud, l’un après l’autre" : "Mesurer de nouveau"}
          </Button>
        )}{" "}
        {progress?.failed}
      </p>
      {progress !== null && <Lines progress={progress} />}
    </section>
  );
}
