/**
 * The lane of branches: the parent thin and grey, the shown one thick, a hollow dot where it leaves.
 * Other kept branches are dots on the line that they leave; the list beside names them all.
 */
"use client";
import { useMemo } from "react";
import type { AxisScale } from "../axis.ts";
import {
  type Branch,
  branchTitle,
  findBranch,
  type LabDocument,
  shownBranch,
} from "../document.ts";
import { useActions, useLab } from "../hooks.ts";
import styles from "./transport.module.css";

interface Dot {
  readonly branch: Branch;
  readonly x: number;
  readonly y: number;
}

interface Drawing {
  readonly parent: Branch | null;
  readonly shown: Branch;
  /** Where the shown branch leaves its parent, px. */
  readonly leaveX: number;
  readonly dots: readonly Dot[];
}

const DOT_PX = 14;

function drawBranches(
  document: LabDocument,
  x: (index: number) => number,
  [upper, lower]: readonly [number, number],
): Drawing {
  const shown = shownBranch(document);
  const parent = shown.parent === null ? null : findBranch(document, shown.parent);
  const dots: Dot[] = [];
  for (const branch of document.branches) {
    if (branch.id === shown.id || branch.parent === null) continue;
    if (branch.parent !== shown.id && branch.parent !== parent?.id) continue;
    const y = branch.parent === shown.id && parent !== null ? lower : upper;
    let at = x(branch.leavesAt);
    // Dots at one same place stand side by side.
    while (dots.some((dot) => dot.y === y && Math.abs(dot.x - at) < DOT_PX)) at += DOT_PX;
    dots.push({ branch, x: at, y });
  }
  return { parent, shown, leaveX: x(shown.leavesAt), dots };
}

function useDrawing(scale: AxisScale, ys: readonly [number, number]): Drawing {
  const document = useLab((s) => s.document);
  const log = useLab((s) => s.run.log);
  const length = useLab((s) => s.run.length);
  const [upper, lower] = ys;
  return useMemo(
    () =>
      drawBranches(
        document,
        (index) => scale.x(index < 0 || length === 0 ? 0 : log.atUs(Math.min(index, length - 1))),
        [upper, lower],
      ),
    [document, log, length, scale, upper, lower],
  );
}

export function BranchLines({
  scale,
  ys,
}: {
  readonly scale: AxisScale;
  readonly ys: readonly [number, number];
}) {
  const { parent, shown, leaveX } = useDrawing(scale, ys);
  const [upper, lower] = ys;
  const right = scale.left + scale.width;
  if (parent === null) {
    return (
      <g>
        <path d={`M${scale.left} ${upper}H${right}`} stroke="var(--ink)" strokeWidth="3" />
        <BranchName
          x={scale.left + 24}
          y={upper}
          text={`${branchTitle(shown)}, affichée`}
          isShown
        />
      </g>
    );
  }
  const bend = Math.min(leaveX + 22, right);
  const labelX = Math.min(
    Math.max(bend + 60, scale.left + 24),
    Math.max(scale.left + 24, right - 320),
  );
  return (
    <g>
      <path d={`M${scale.left} ${upper}H${right}`} stroke="var(--line)" strokeWidth="2" />
      <path
        d={`M${leaveX} ${upper}C${leaveX + 12} ${upper} ${leaveX + 8} ${lower} ${bend} ${lower}H${right}`}
        fill="none"
        stroke="var(--ink)"
        strokeWidth="3"
      />
      <BranchName
        x={leaveX - scale.left > 190 ? scale.left + 24 : Math.min(bend + 60, right - 200)}
        y={upper}
        text={branchTitle(parent)}
      />
      <BranchName x={labelX} y={lower} text={`${branchTitle(shown)}, affichée`} isShown />
      <circle
        cx={leaveX}
        cy={upper}
        r="5"
        fill="var(--surface)"
        stroke="var(--ink)"
        strokeWidth="2"
      />
    </g>
  );
}

function BranchName({
  x,
  y,
  text,
  isShown = false,
}: {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly isShown?: boolean;
}) {
  return (
    <text className={isShown ? styles.branchShown : styles.branchName} x={x} y={y + 4}>
      {text}
    </text>
  );
}

/** Buttons on the lines: the parent, and the other kept branches. */
export function BranchDots({
  scale,
  ys,
}: {
  readonly scale: AxisScale;
  readonly ys: readonly [number, number];
}) {
  const actions = useActions();
  const { parent, dots } = useDrawing(scale, ys);
  return (
    <>
      {parent !== null && (
        <button
          type="button"
          className={styles.parentLine}
          style={{ left: scale.left, width: scale.width, top: ys[0] - 8 }}
          aria-label={`Afficher la branche ${branchTitle(parent)}`}
          title={`Afficher ${branchTitle(parent)}`}
          onClick={() => actions.showBranch(parent.id)}
        />
      )}
      {dots.map(({ branch, x, y }) => (
        <button
          key={branch.id}
          type="button"
          className={styles.dot}
          style={{ left: x, top: y }}
          title={branchTitle(branch)}
          aria-label={`Afficher la branche ${branchTitle(branch)}`}
          onClick={() => actions.showBranch(branch.id)}
        />
      ))}
    </>
  );
}
