/** One fault of the reader's in the rail: the switch disables, it never deletes. */
"use client";
import { amountText, faultInstant, targetTitle } from "@/app/_texte/faults.ts";
import { formatDuration } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { IconButton } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Switch } from "@/app/_ui/Switch.tsx";
import type { PlacedFault } from "../document.ts";
import { faultLabel, faultWord } from "../fault-words.ts";
import { useActions, useCard, useSelection } from "../hooks.ts";
import styles from "./rail.module.css";

export function FaultLine({ fault }: { readonly fault: PlacedFault }) {
  const card = useCard();
  const actions = useActions();
  const selection = useSelection();
  const { intervention, isEnabled } = fault;
  const amount = amountText(intervention);
  const details = [
    targetTitle(intervention.target, card),
    isEnabled ? faultInstant(intervention).replace(/^(?:au|à) /, "") : "désactivé",
    intervention.durationUs === null || !isEnabled ? "" : formatDuration(intervention.durationUs),
  ];
  const isSelected = selection?.kind === "fault" && selection.fault === intervention.id;
  const label = faultLabel(intervention, card);
  return (
    <li className={cx(styles.fault, !isEnabled && styles.off, isSelected && "brackets")}>
      <Sign name={isEnabled ? "fault" : "fault-off"} />
      <button
        type="button"
        className={styles.faultName}
        aria-pressed={isSelected}
        onClick={() =>
          actions.select(isSelected ? null : { kind: "fault", fault: intervention.id })
        }
      >
        {faultWord(intervention.kind)}
        {amount !== "" && ` ${amount}`}
      </button>
      <Switch
        label={typeset(`${label} : active`)}
        hideLabel
        checked={isEnabled}
        onChange={(isOn) => actions.setFaultEnabled(intervention.id, isOn)}
      />
      <small>{details.filter((part) => part !== "").join(", ")}</small>
      <IconButton
        sign="close"
        label={typeset(`Retirer : ${label}`)}
        className={styles.remove}
        onClick={() => actions.removeFault(intervention.id)}
      />
    </li>
  );
}
