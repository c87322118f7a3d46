/**
 * What a broker is declared with: exchanges, queues, bindings, and the refusal of what makes no sense.
 *
 * Names of settings follow RabbitMQ's arguments (`x-max-length` → `lengthMax`). Checked when the scenario is
 * built. A dead letter exchange that does not exist is allowed, because the real one allows it: it then drops
 * silently (RMQ-6).
 */
import {
  BadConfiguration,
  distinct,
  durationUs,
  oneOf,
  required,
  wholeNumber,
} from "../../../base/configuration.ts";

export interface ExchangeDefinition {
  readonly name: string;
  readonly kind: "direct" | "topic" | "fanout";
}

export interface QueueDefinition {
  readonly name: string;
  /** `classic`; `quorum` is always durable and has a delivery limit. */
  readonly kind?: "classic" | "quorum";
  /** A queue that is not durable is empty after a crash. Durable unless said. */
  readonly isDurable?: boolean;
  /** `x-message-ttl`, µs. */
  readonly messageTtlUs?: number;
  /** `x-max-length`: messages ready, unacked ones not counted. */
  readonly lengthMax?: number;
  readonly overflow?: "drop-head" | "reject-publish";
  /** `x-dead-letter-exchange`; "" is the default exchange. */
  readonly deadLetterExchange?: string;
  readonly deadLetterRoutingKey?: string;
  /** `x-delivery-limit` of a quorum queue: returns allowed before the message is dead-lettered. */
  readonly deliveryLimit?: number;
}

export interface Binding {
  readonly exchange: string;
  readonly queue: string;
  /** Routing key or topic pattern; a fanout ignores it. */
  readonly key: string;
}

export interface Topology {
  readonly exchanges: readonly ExchangeDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly bindings: readonly Binding[];
}

const DAY_US = 86_400_000_000;

/** @throws BadConfiguration that names the field. */
export function checkTopology(topology: Topology): Topology {
  const exchanges = distinct(
    "échangeurs",
    topology.exchanges.map(({ name }) => name),
  );
  const queues = distinct(
    "files",
    topology.queues.map(({ name }) => name),
  );
  for (const { kind } of topology.exchanges) {
    oneOf("genre d’échangeur", kind, ["direct", "topic", "fanout"]);
  }
  for (const queue of topology.queues) checkQueue(queue);
  for (const { exchange, queue } of topology.bindings) {
    required(
      "liaisons",
      exchanges.includes(exchange),
      `l’échangeur « ${exchange} » n’existe pas. Déclarez-le ou corrigez son nom.`,
    );
    required(
      "liaisons",
      queues.includes(queue),
      `la file « ${queue} » n’existe pas. Déclarez-la ou corrigez son nom.`,
    );
  }
  return topology;
}

function checkQueue(queue: QueueDefinition): void {
  const field = (name: string): string => `${queue.name}.${name}`;
  oneOf(field("genre"), queue.kind ?? "classic", ["classic", "quorum"]);
  oneOf(field("débordement"), queue.overflow ?? "drop-head", ["drop-head", "reject-publish"]);
  if (queue.messageTtlUs !== undefined) durationUs(field("ttl"), queue.messageTtlUs);
  if (queue.lengthMax !== undefined) {
    wholeNumber(field("longueur maximale"), queue.lengthMax, { min: 0, max: 1_000_000 });
  }
  if (queue.deadLetterRoutingKey !== undefined && queue.deadLetterExchange === undefined) {
    throw new BadConfiguration(
      field("clé des lettres mortes"),
      "elle n’a pas d’échangeur de lettres mortes. Donnez-lui-en un, ou retirez-la.",
    );
  }
  if (queue.kind === "quorum") checkQuorum(queue, field);
  else {
    required(
      field("limite de livraisons"),
      queue.deliveryLimit === undefined,
      "seule une file à quorum compte ses livraisons. Choisissez le genre quorum ou retirez la limite.",
    );
  }
}

function checkQuorum(queue: QueueDefinition, field: (name: string) => string): void {
  required(
    field("durable"),
    queue.isDurable !== false,
    "une file à quorum est toujours durable. Choisissez le genre classic ou rendez-la durable.",
  );
  required(
    field("débordement"),
    queue.overflow !== "reject-publish" && queue.messageTtlUs === undefined,
    "ce modèle de file à quorum n’a ni reject-publish ni durée de vie. Choisissez le genre classic.",
  );
  if (queue.deliveryLimit !== undefined) {
    wholeNumber(field("limite de livraisons"), queue.deliveryLimit, { min: 0, max: 1_000 });
  }
}

/** How many messages a consumer may hold unacknowledged; 0 is unlimited. @throws BadConfiguration. */
export const checkPrefetch = (prefetch: number): number =>
  wholeNumber("prefetch", prefetch, { min: 0, max: 65_535 });

/** A TTL of one message. @throws BadConfiguration outside 0 … one day. */
export function checkTtlUs(ttlUs: number | null): number | null {
  if (ttlUs === null) return null;
  required("ttl", ttlUs <= DAY_US, "une durée de vie dépasse un jour. Choisissez-la plus courte.");
  return durationUs("ttl", ttlUs);
}
