/** « Bail »: three ways of believing in a lease, over the same two workshops. */
import { type DurationUs, ms } from "../../../simulator/base/time.ts";
import { createLease } from "../../../simulator/coordination.ts";
import { type Assembly, invariant, type Scenario } from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { pairsOf } from "../pairs.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { readingWith, writingWith } from "./register.services.ts";
import { registeringWith } from "./workshop.services.ts";

interface Trust {
  readonly looksAtWatch: boolean;
  readonly isFenced: boolean;
}

function build(parameters: Parameters, { looksAtWatch, isFenced }: Trust): Assembly {
  const lease = createLease({
    ...{ server: "bail", durationUs: parameters.duree as DurationUs, marginPpm: 20_000 },
    ...{ writeUs: ms(2), timeoutUs: ms(300) },
  });
  const workshop = { boot: { registerAll: registeringWith(lease.client, looksAtWatch) } };
  return assembly(card.nodes, {
    ...{ "atelier-a": workshop, "atelier-b": workshop },
    bail: { serves: lease.serves },
    registre: {
      serves: {
        lire: { readTotal: readingWith(isFenced) },
        ecrire: { writeTotal: writingWith(isFenced) },
      },
    },
  });
}

/** What the register holds after an accepted writing. */
function contentAfter(event: SimEvent): ReadonlyMap<string, number> | null {
  if (event.kind !== "record-changed" || event.store !== "registre") return null;
  return pairsOf(event.after);
}

const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "jamais-depasse"), () => {
    let highest = 0;
    let lateCount = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const token = contentAfter(event)?.get("jeton");
        if (token === undefined) return null;
        const isLate = token < highest;
        if (isLate) lateCount++;
        highest = Math.max(highest, token);
        return {
          ...{ observed: String(lateCount), isBroken: isLate, subject: event.subject },
          text: `Le registre accepte une écriture sous le bail ${token}, après une autre sous le bail ${highest}.`,
        };
      },
    };
  }),
  invariant(claimOf(card, "aucune-perdue"), () => ({
    watches: ["record-changed"],
    initial: "0 perdue",
    see(event) {
      const content = contentAfter(event);
      if (content === null) return null;
      const lost = (content.get("acceptées") ?? 0) - (content.get("total") ?? 0);
      return {
        ...{
          observed: `${lost} ${lost > 1 ? "perdues" : "perdue"}`,
          isBroken: lost > 0,
          subject: event.subject,
        },
        text: `Deux ateliers sont partis du même total : ${lost > 1 ? `${lost} inscriptions acceptées manquent` : "1 inscription acceptée manque"} au registre.`,
      };
    },
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    jeton: (parameters) => build(parameters, { looksAtWatch: false, isFenced: true }),
    montre: (parameters) => build(parameters, { looksAtWatch: true, isFenced: false }),
    aveugle: (parameters) => build(parameters, { looksAtWatch: false, isFenced: false }),
  },
  measures: () => ({}),
};
