/** « Quorum »: one price, three replicas; a reading that confirms what it found, or does not. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { ms, seconds } from "../../../simulator/base/time.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import { createQuorumStore, replicaHandlers } from "../../../simulator/stores.ts";
import type { EventOf } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { changePriceIn, readPriceIn } from "./price.services.ts";

const REPLICAS = ["r1", "r2", "r3"] as const;
const ANSWERED_WITHIN_US = seconds(1);

function build(parameters: Parameters, writesBack: boolean): Assembly {
  const store = createQuorumStore({
    ...{ replicas: REPLICAS, readQuorum: 2, writeQuorum: 2, writesBack },
    timeoutUs: parameters.attente as DurationUs,
  });
  const replica = { serves: replicaHandlers(ms(1)) };
  return assembly(card.nodes, {
    siege: { boot: { changePrice: changePriceIn(store) } },
    nord: { boot: { readPrice: readPriceIn(store) } },
    ...{ r1: replica, r2: replica, r3: replica },
  });
}

/** Judges each finished reading against the youngest price that `floor` knew when it began. */
function readings(
  id: "on-relit" | "ne-recule-pas",
  textOf: (read: number, known: number) => string,
) {
  return invariant(claimOf(card, id), () => {
    /** The youngest acknowledged (or already read) price, and what it was when each reading began. */
    let known = 0;
    const knownAtStart = new Map<string, number>();
    function judge({ command, outcome, detail }: EventOf<"command-ended">) {
      const price = Number(detail);
      const start = knownAtStart.get(command);
      knownAtStart.delete(command);
      const isReading = start !== undefined;
      if (outcome !== "ok") return null;
      // A writing teaches the first promise what is acknowledged, a reading teaches the second one.
      if (isReading === (id === "ne-recule-pas")) known = Math.max(known, price);
      if (!isReading) return null;
      const late = Math.max(0, start - price);
      return {
        ...{ observed: String(late), isBroken: late > 0, subject: command },
        text: late > 0 ? textOf(price, start) : "",
      };
    }
    return {
      watches: ["command-issued", "command-ended"],
      initial: "0",
      see(event) {
        if (event.kind === "command-ended") return judge(event);
        if (event.kind === "command-issued" && event.operation === "lire")
          knownAtStart.set(event.command, known);
        return null;
      },
    };
  });
}

const claims: Scenario["claims"] = () => [
  readings(
    "on-relit",
    (read, known) =>
      `La boutique lit le tarif ${read}, alors que le tarif ${known} était confirmé.`,
  ),
  readings(
    "ne-recule-pas",
    (read, known) => `La boutique lit le tarif ${read}, après avoir déjà lu le tarif ${known}.`,
  ),
  obligations(claimOf(card, "toujours-servi"), () => ({
    watches: ["command-issued", "command-ended"],
    deadlineUs: ANSWERED_WITHIN_US,
    opens: (event) => (event.kind === "command-issued" ? event.command : null),
    meets: (event) =>
      event.kind === "command-ended" && event.outcome === "ok" ? event.command : null,
    breaks: (event) =>
      event.kind === "command-ended" && event.outcome !== "ok"
        ? { subject: event.command, text: `La demande ${event.command} n’aboutit pas.` }
        : null,
    lateText: (name) => `La demande ${name} attend depuis plus d’une seconde.`,
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    reecriture: (parameters: Parameters) => build(parameters, true),
    "sans-reecriture": (parameters: Parameters) => build(parameters, false),
  },
  measures: () => ({}),
};
