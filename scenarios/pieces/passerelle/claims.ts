/** What one hopes of a gateway, judged on what the shop is sent and on what the clients are told. */
import { seconds } from "../../../simulator/base/time.ts";
import { invariant, type Scenario } from "../../../simulator/scenario.ts";
import type { Parameters } from "../../../simulator/vocabulary/parameters.ts";
import { claimOf } from "../piece-card.ts";
import { BOB_LEAVES_AT } from "./base.services.ts";
import { card } from "./card.ts";
import type { Passed } from "./gateway.services.ts";

const SECOND = 1_000_000;
const GONE_AFTER = seconds(4);

type Issued = { readonly who: string; readonly expiresAtS: number | null };
interface Known extends Issued {
  readonly atUs: number;
}

/** Who asked what, by command, for judges that see only its end. */
const commandBook = () => new Map<string, Known>();

const withinQuota = ({ quota, anonyme }: Parameters) =>
  invariant(claimOf(card, "quota-tenu"), () => {
    const counts = new Map<string, number>();
    let most = 0;
    return {
      watches: ["message-sent"],
      initial: "0",
      see(event) {
        if (event.kind !== "message-sent" || event.to !== "boutique") return null;
        const { consumer, window } = event.body as Passed;
        const key = `${consumer} ${window}`;
        const count = (counts.get(key) ?? 0) + 1;
        counts.set(key, count);
        most = Math.max(most, count);
        const limit = Number(consumer === "anonyme" ? anonyme : quota);
        return {
          observed: String(most),
          ...{ isBroken: count > limit, subject: event.subject },
          text: `${consumer} est servi ${count} fois dans la même seconde ; son quota est de ${limit}.`,
        };
      },
    };
  });

const noExpiredToken = ({ tolerance }: Parameters) =>
  invariant(claimOf(card, "jeton-perime-refuse"), () => {
    const book = commandBook();
    let servedCount = 0;
    return {
      watches: ["command-issued", "command-ended"],
      initial: "0",
      see(event) {
        if (event.kind === "command-issued") {
          book.set(event.command, { ...(event.body as Issued), atUs: event.atUs });
        }
        if (event.kind !== "command-ended" || event.outcome !== "ok") return null;
        const asked = book.get(event.command);
        if (asked === undefined || asked.expiresAtS === null) return null;
        if (asked.atUs < (asked.expiresAtS + Number(tolerance)) * SECOND) return null;
        servedCount++;
        return {
          ...{ observed: String(servedCount), isBroken: true, subject: event.command },
          text: `La demande ${event.command} de ${asked.who} est servie avec un jeton périmé.`,
        };
      },
    };
  });

const validTokenPasses = invariant(claimOf(card, "jeton-valable-passe"), () => {
  const book = commandBook();
  let refusedCount = 0;
  return {
    watches: ["command-issued", "command-ended"],
    initial: "0",
    see(event) {
      if (event.kind === "command-issued") {
        book.set(event.command, { ...(event.body as Issued), atUs: event.atUs });
      }
      if (event.kind !== "command-ended" || !event.detail.startsWith("401")) return null;
      const expiresAtS = book.get(event.command)?.expiresAtS ?? null;
      if (expiresAtS === null || event.atUs >= expiresAtS * SECOND) return null;
      refusedCount++;
      return {
        ...{ observed: String(refusedCount), isBroken: true, subject: event.command },
        text: `La demande ${event.command} porte un jeton valable, et reçoit « ${event.detail} ».`,
      };
    },
  };
});

const goneIsGone = invariant(claimOf(card, "renvoye-dehors"), () => {
  let servedCount = 0;
  return {
    watches: ["message-sent"],
    initial: "0",
    see(event) {
      if (event.kind !== "message-sent" || event.to !== "boutique") return null;
      const isGone = event.atUs >= BOB_LEAVES_AT + GONE_AFTER;
      if ((event.body as Passed).consumer !== "bob" || !isGone) return null;
      servedCount++;
      return {
        ...{ observed: String(servedCount), isBroken: true, subject: event.subject },
        text: "bob a été renvoyé il y a plus de 4 s, et la boutique le sert.",
      };
    },
  };
});

export const claims: Scenario["claims"] = (parameters) => [
  withinQuota(parameters),
  noExpiredToken(parameters),
  validTokenPasses,
  goneIsGone,
];
