/** One request of the reader's in the rail: switch, remove, and what came of it. */
"use client";
import { useEffect, useRef } from "react";
import { faultInstant } from "@/app/_texte/faults.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { IconButton } from "@/app/_ui/Button.tsx";
import { cx } from "@/app/_ui/cx.ts";
import { Sign } from "@/app/_ui/Sign.tsx";
import { Switch } from "@/app/_ui/Switch.tsx";
import type { AskedRequest } from "@/simulator/observation/requests.ts";
import { requestCard } from "@/simulator/vocabulary/requests.ts";
import type { PlacedFault } from "../document.ts";
import { faultLabel } from "../fault-words.ts";
import { useActions, useCard, useSelection } from "../hooks.ts";
import railStyles from "../rail/rail.module.css";
import { Answer } from "./Answer.tsx";
import styles from "./Requests.module.css";

export function RequestLine({
  placed,
  asked,
}: {
  readonly placed: PlacedFault;
  readonly asked: AskedRequest | undefined;
}) {
  const card = useCard();
  const actions = useActions();
  const selection = useSelection();
  const { intervention, isEnabled } = placed;
  const { id, target } = intervention;
  const line = useRef<HTMLLIElement>(null);
  const end = asked?.end?.index ?? null;
  const wasAnswered = useRef(end !== null);
  // An answer that has just come is brought into sight; one that was there when the rail opened is not.
  useEffect(() => {
    if (end === null || wasAnswered.current) return;
    wasAnswered.current = true;
    line.current?.scrollIntoView({ block: "nearest" });
  }, [end]);
  if (target.kind !== "request") return null;
  const isSelected = selection?.kind === "fault" && selection.fault === id;
  const label = faultLabel(intervention, card);
  const when = isEnabled ? faultInstant(intervention) : "désactivée";
  return (
    <li
      ref={line}
      className={cx(railStyles.fault, !isEnabled && railStyles.off, isSelected && "brackets")}
    >
      <Sign name={isEnabled ? "ask" : "ask-off"} />
      <button
        type="button"
        className={cx(railStyles.faultName, styles.name)}
        aria-pressed={isSelected}
        onClick={() => actions.select(isSelected ? null : { kind: "fault", fault: id })}
      >
        {typeset(requestCard(card, target.request)?.title ?? target.request)}
      </button>
      <Switch
        label={typeset(`${label} : active`)}
        hideLabel
        checked={isEnabled}
        onChange={(isOn) => actions.setFaultEnabled(id, isOn)}
      />
      <small>{[target.subject, when].filter((part) => part !== null).join(", ")}</small>
      <IconButton
        sign="close"
        label={typeset(`Retirer : ${label}`)}
        className={railStyles.remove}
        onClick={() => actions.removeFault(id)}
      />
      {isEnabled && <Answer asked={asked} />}
    </li>
  );
}
