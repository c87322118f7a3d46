/** « Chaîne de hachage »: the same till, checked with and without an anchor. */
import { seconds } from "../../../simulator/base/time.ts";
import { invariant, obligations, type Scenario } from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { forge, giveJournal, inspectWith, sellAllDay, tamper } from "./till.services.ts";

const isForgery = (event: SimEvent): boolean =>
  event.kind === "record-changed" && event.key === "retouche";

const isAlarm = (event: SimEvent): boolean =>
  event.kind === "memory-changed" &&
  event.key === "verdict" &&
  event.after !== null &&
  event.after !== "intact";

const claims: Scenario["claims"] = (parameters) => [
  obligations(claimOf(card, "retouche-vue"), () => ({
    watches: ["record-changed", "memory-changed"],
    deadlineUs: (parameters.controle as number) + seconds(2),
    opens: (event) => (isForgery(event) ? "retouche" : null),
    meets: (event) => (isAlarm(event) ? "retouche" : null),
    lateText: () => "Le journal a été retouché, et le contrôle suivant n’a rien vu.",
  })),
  invariant(claimOf(card, "honnete-tranquille"), () => {
    let isForged = false;
    return {
      watches: ["record-changed", "memory-changed"],
      initial: "0 fausse alerte",
      see(event) {
        isForged ||= isForgery(event);
        if (!isAlarm(event) || isForged) return null;
        return {
          ...{ observed: "1 fausse alerte", isBroken: true, subject: event.subject },
          text: "Le contrôleur accuse un journal que personne n’a retouché.",
        };
      },
    };
  }),
];

const build = (keepsAnchor: boolean) =>
  assembly(card.nodes, {
    caisse: { serves: { journal: { giveJournal }, retoucher: { forge } }, boot: { sellAllDay } },
    fraudeur: { boot: { tamper } },
    controleur: { boot: { inspect: inspectWith(keepsAnchor) } },
  });

export const scenario: Scenario = {
  card,
  claims,
  variants: { "avec-ancre": () => build(true), "sans-ancre": () => build(false) },
  measures: () => ({}),
};
