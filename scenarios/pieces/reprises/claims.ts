/** What one hopes of retries, judged on what leaves the shop and on the stock's queue. */
import { seconds } from "../../../simulator/base/time.ts";
import { invariant, obligations, type Scenario } from "../../../simulator/scenario.ts";
import { claimOf } from "../piece-card.ts";
import { card } from "./card.ts";

const RECOVERY_US = seconds(2);
const SPARE_CALLS = 20;

export const claims: Scenario["claims"] = () => [
  invariant(claimOf(card, "achat-abouti"), () => {
    let lost = 0;
    return {
      watches: ["command-ended"],
      initial: "0",
      see(event) {
        if (event.kind !== "command-ended" || event.outcome === "ok") return null;
        lost++;
        const text = `L’achat ${event.command} n’aboutit pas : ${event.detail}.`;
        return { observed: `${lost}`, isBroken: true, subject: event.subject, text };
      },
    };
  }),
  invariant(claimOf(card, "charge-bornee"), () => {
    let asked = 0;
    let sent = 0;
    return {
      watches: ["command-issued", "message-sent"],
      initial: "0",
      see(event) {
        if (event.kind === "command-issued") asked++;
        const isCall = event.kind === "message-sent" && event.role === "request";
        if (!isCall || event.operation !== "reserver") return null;
        sent++;
        return {
          observed: `${sent} pour ${asked}`,
          isBroken: 2 * sent > 3 * asked + 2 * SPARE_CALLS,
          subject: event.subject,
          text: `${sent} appels au stock pour ${asked} achats demandés.`,
        };
      },
    };
  }),
  obligations(claimOf(card, "retour"), () => ({
    watches: ["fault-ended", "request-started"],
    deadlineUs: RECOVERY_US,
    opens: (event) => (event.kind === "fault-ended" ? event.fault : null),
    meets: (event) =>
      event.kind === "request-started" && event.node === "stock" && event.queueDepth === 0
        ? ALL_FAULTS
        : null,
    lateText: () => "La panne est finie depuis 2 s, et la file du stock ne s’est pas vidée.",
  })),
];

/** Names of faults are given in order: more than a reader ever injects. */
const ALL_FAULTS = Array.from({ length: 50 }, (_, i) => `f${i + 1}`);
