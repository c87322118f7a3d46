/** The six groups that read the topic: one worker each. Plain data, known to the card and to the workers. */
export interface WorkerGroup {
  /** Node of its only worker. */
  readonly node: string;
  /** Name of the consumer group, as in the source. */
  readonly group: string;
  /** Under its mark on the stream. */
  readonly short: string;
}

const worker = (node: string, group: string, short: string): WorkerGroup => ({
  ...{ node: `ouvrier-${node}`, group, short },
});

export const RESERVATION = worker("reservation", "choreo-reservation", "réserv.");
export const ORDER = worker("commande", "choreo-order", "création");
export const COMPENSATION = worker("compensation", "choreo-compensation", "compens.");
export const NOTIFICATION = worker("notification", "notification", "notif.");
export const AUDIT = worker("audit", "audit", "audit");
export const PROJECTION = worker("projection", "checkout-cqrs", "vue");

export const GROUPS: readonly WorkerGroup[] = [
  ...[RESERVATION, ORDER, COMPENSATION],
  ...[NOTIFICATION, AUDIT, PROJECTION],
];
