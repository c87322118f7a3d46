/** Whether a fault placed on one side is placed on the other too. */
"use client";
import { Switch } from "@/app/_ui/Switch.tsx";
import { usePair, usePairState } from "./pair-hooks.ts";

export function ScopeSwitch() {
  const { actions } = usePair();
  const scope = usePairState((s) => s.scope);
  return (
    <Switch
      label="Pannes des deux côtés"
      checked={scope === "both"}
      onChange={(isOn) => actions.setScope(isOn ? "both" : "here")}
    />
  );
}
