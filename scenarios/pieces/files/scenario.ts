/** « Files et échangeurs »: a broker, two workers on one queue, and the queue of what they refuse. */
import type { DurationUs } from "../../../simulator/base/time.ts";
import { ms } from "../../../simulator/base/time.ts";
import {
  createQueueBroker,
  createQueueConsumer,
  type Settlement,
  type Topology,
} from "../../../simulator/brokers.ts";
import {
  type Assembly,
  invariant,
  obligations,
  type Scenario,
} from "../../../simulator/scenario.ts";
import type { SimEvent } from "../../../simulator/vocabulary/events.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { assembly } from "../assembly.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";
import { SETTLED_WITHIN_US } from "./claim-cards.ts";
import { ordersThat } from "./shop.services.ts";
import { hearComplaint, parcelsWith } from "./workers.services.ts";

const RETURNS_MAX = 3;
const LAST_SHOWN = 8;
const UNKNOWN: Readonly<Record<string, Settlement>> = { rejeter: "reject", remettre: "requeue" };
const KINDS = {
  classique: { kind: "classic" },
  quorum: { kind: "quorum", deliveryLimit: RETURNS_MAX },
} as const;

/** Every order goes to two queues; the queue of parcels names an exchange for what it cannot keep. */
function topologyOf(parameters: Parameters): Topology {
  const refusals = { name: "refus", kind: "fanout" } as const;
  const isDeclared = parameters.refus === "present";
  return {
    exchanges: [{ name: "commandes", kind: "topic" }, ...(isDeclared ? [refusals] : [])],
    queues: [
      {
        ...{ name: "colis", deadLetterExchange: "refus" },
        ...KINDS[parameters.genre as keyof typeof KINDS],
      },
      { name: "refusées" },
      { name: "dernières", lengthMax: LAST_SHOWN },
    ],
    bindings: [
      { exchange: "commandes", queue: "colis", key: "commande.*" },
      { exchange: "commandes", queue: "dernières", key: "#" },
      ...(isDeclared ? [{ exchange: "refus", queue: "refusées", key: "" }] : []),
    ],
  };
}

function build(parameters: Parameters, isAutoAck: boolean): Assembly {
  const heartbeatUs = parameters.battement as DurationUs;
  const broker = createQueueBroker({
    ...{ topology: topologyOf(parameters), heartbeatUs, syncUs: ms(20) },
  });
  const worker = createQueueConsumer({
    ...{ broker: "courtier", queue: "colis", isAutoAck, heartbeatUs },
    ...{ prefetch: parameters.prefetch as number, handler: "prepareParcel" },
    work: parcelsWith(UNKNOWN[String(parameters.inconnue)] ?? "reject"),
  });
  const complaints = createQueueConsumer({
    ...{ broker: "courtier", queue: "refusées", heartbeatUs, prefetch: 1 },
    ...{ handler: "hearComplaint", work: hearComplaint },
  });
  return assembly(card.nodes, {
    boutique: { boot: { placeOrders: ordersThat(parameters.message === "persistant") } },
    courtier: broker,
    ...{ anne: worker, bruno: worker, reclamations: complaints },
  });
}

/** The order of which something durable was written: a parcel, or a complaint. */
const treated = (event: SimEvent): string | null =>
  event.kind === "record-changed" ? event.key : null;

const isRefusal = (event: SimEvent): boolean =>
  event.kind === "message-sent" &&
  event.operation === "regler" &&
  (event.body as { readonly how: Settlement }).how === "reject";

const claims: Scenario["claims"] = () => [
  obligations(claimOf(card, "acceptee-traitee"), () => {
    // A confirm that comes late may follow the parcel.
    const done = new Set<string>();
    return {
      watches: ["command-ended", "record-changed"],
      deadlineUs: SETTLED_WITHIN_US,
      opens: (event) =>
        event.kind === "command-ended" && !done.has(event.command) ? event.command : null,
      meets(event) {
        const order = treated(event);
        if (order !== null) done.add(order);
        return order;
      },
      lateText: (order) =>
        `La commande ${order} est confirmée depuis 20 s ; elle n’est ni préparée ni réclamée.`,
    };
  }),
  invariant(claimOf(card, "preparee-une-fois"), () => {
    const done = new Set<string>();
    let twice = 0;
    return {
      watches: ["record-changed"],
      initial: "0",
      see(event) {
        const order = treated(event);
        if (order === null || event.node === "reclamations") return null;
        const isAgain = done.has(order);
        if (isAgain) twice++;
        done.add(order);
        const text = isAgain ? `La commande ${order} est préparée une seconde fois.` : "";
        return { observed: String(twice), isBroken: isAgain, subject: order, text };
      },
    };
  }),
  obligations(claimOf(card, "refusee-gardee"), () => ({
    watches: ["message-sent", "record-changed"],
    deadlineUs: SETTLED_WITHIN_US,
    opens: (event) => (isRefusal(event) ? event.subject : null),
    meets: (event) => (event.node === "reclamations" ? treated(event) : null),
    lateText: (order) => `La commande ${order} est refusée depuis 20 s, et n’est plus nulle part.`,
  })),
];

export const scenario: Scenario = {
  card,
  claims,
  variants: {
    "acquitter-apres": (parameters: Parameters) => build(parameters, false),
    "acquitter-a-l-envoi": (parameters: Parameters) => build(parameters, true),
  },
  measures: () => ({}),
};
