/**
 * A fault on its track and in a branch's name: « Arrêt brutal de l’orchestrateur ».
 * The words themselves come from the table of signs; this only sets them beside a target.
 */
import { amountText, targetTitle } from "@/app/_texte/faults.ts";
import { ofNamed } from "@/app/_texte/grammar.ts";
import { faultLabels } from "@/app/_texte/labels.ts";
import { nodeNamed } from "@/app/_texte/names.ts";
import { typeset } from "@/app/_texte/typography.ts";
import type { ScenarioCard } from "@/simulator/vocabulary/card.ts";
import type { FaultKind, Intervention } from "@/simulator/vocabulary/interventions.ts";

export const upperFirst = (text: string): string =>
  text.charAt(0).toLocaleUpperCase("fr") + text.slice(1);
export const lowerFirst = (text: string): string =>
  text.charAt(0).toLocaleLowerCase("fr") + text.slice(1);

export const faultWord = (kind: FaultKind): string => upperFirst(faultLabels[kind].word);

/** « Coupure Orchestrateur → Livraison », « Ralenti × 5 de Paiement ». */
export function faultLabel(fault: Intervention, card: ScenarioCard): string {
  const amount = amountText(fault);
  const head = amount === "" ? faultWord(fault.kind) : `${faultWord(fault.kind)} ${amount}`;
  switch (fault.target.kind) {
    case "request":
      return typeset(targetTitle(fault.target, card));
    case "node":
      return typeset(`${head} ${ofNamed(nodeNamed(card, fault.target.node))}`);
    case "link":
      return typeset(`${head} ${targetTitle(fault.target, card)}`);
    case "message":
      return typeset(`${faultWord(fault.kind)} : ${targetTitle(fault.target, card)}`);
  }
}
