/** Back of the room: two promises, the view, one sentence, the transport. */
"use client";
import { useEffect } from "react";
import { Sheet } from "@/app/_ui/Sheet.tsx";
import { useActions, useLab } from "../hooks.ts";
import { FewPromises } from "../promises/FewPromises.tsx";
import { ProjectorTransport } from "../transport/ProjectorTransport.tsx";
import { MainView } from "./MainView.tsx";
import { Notices } from "./Notices.tsx";
import { RightPanel } from "./RightPanel.tsx";
import styles from "./shell.module.css";

/** Back of the room: two promises, the view, one sentence, the transport. The rest is behind a key. */
export function ProjectorFrame({ isEmbedded }: { readonly isEmbedded: boolean }) {
  const actions = useActions();
  const title = useLab((s) => s.card.title);
  const isRightOpen = useLab((s) => s.view.isInspectorOpen);
  const why = useLab(({ view, card }) =>
    view.rightPanel === "why" ? card.claims.find((claim) => claim.id === view.whyClaim) : undefined,
  );
  useEffect(() => actions.toggleInspector(false), [actions]);
  return (
    <div className={styles.projector}>
      {!isEmbedded && <h1 className="visually-hidden">{title}</h1>}
      <FewPromises count={2} withTotals={false} />
      <div className={styles.centre}>
        <Notices />
        <MainView />
      </div>
      <ProjectorTransport />
      <Sheet
        open={isRightOpen}
        title={why?.title ?? "Inspecteur"}
        size="full"
        onClose={() => actions.toggleInspector(false)}
      >
        <RightPanel withCode={false} />
      </Sheet>
    </div>
  );
}
