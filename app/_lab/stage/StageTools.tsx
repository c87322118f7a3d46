/** Buttons that do what the wheel and two fingers do. */
"use client";
import { useReactFlow } from "@xyflow/react";
import { IconButton } from "@/app/_ui/Button.tsx";
import styles from "./Stage.module.css";

export function StageTools({
  isMoved,
  onFit,
}: {
  readonly isMoved: boolean;
  readonly onFit: () => void;
}) {
  const flow = useReactFlow();
  return (
    <div className={styles.tools}>
      <IconButton sign="minus" label="Éloigner" onClick={() => void flow.zoomOut()} />
      <IconButton sign="plus" label="Rapprocher" onClick={() => void flow.zoomIn()} />
      {isMoved && <IconButton sign="grip" label="Tout voir" onClick={onFit} />}
    </div>
  );
}
