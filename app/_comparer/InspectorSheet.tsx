/** The inspector of one side, or « Pourquoi ? », over the page. */
"use client";
import { useActions, useCard, useLab } from "@/app/_lab/hooks.ts";
import { RightPanel } from "@/app/_lab/shell/RightPanel.tsx";
import { Sheet } from "@/app/_ui/Sheet.tsx";

export function InspectorSheet() {
  const actions = useActions();
  const { claims } = useCard();
  const asked = useLab((s) => (s.view.rightPanel === "why" ? s.view.whyClaim : null));
  return (
    <Sheet
      open
      title={claims.find((claim) => claim.id === asked)?.title ?? "Inspecteur"}
      size="full"
      onClose={() => {
        actions.askWhy(null);
        actions.toggleInspector(false);
      }}
    >
      <RightPanel withCode={false} />
    </Sheet>
  );
}
