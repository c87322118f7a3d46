/**
 * A lease server as a node, and what its holders keep of a lease.
 *
 * A holder counts from the moment when it *asked*, on its own watch, and gives itself a margin for watches
 * that run differently: then two holders never believe at once, as long as nobody stops between the check
 * and the act and no message is late. Against that there is the token, if the resource checks it.
 * Owns both ends of the three requests; refuses to know what is protected.
 */
import { durationUs, named, partsPerMillion, required } from "../../../base/configuration.ts";
import type { DurationUs } from "../../../base/time.ts";
import type { Process } from "../../../kernel/process.ts";
import { type Operation, operation } from "../../../world/calls.ts";
import type { Context } from "../../../world/context.ts";
import { type Handler, type Refusal, refuse } from "../../../world/node.ts";
import { createLeaseBook, type LeaseBook } from "./lease-book.ts";

export interface LeaseOptions {
  /** Node of the server. */
  readonly server: string;
  /** Length of a lease on the server's clock, µs. */
  readonly durationUs: DurationUs;
  /** Share of a lease that a holder does not use, parts per million: twice the drift that watches may have. */
  readonly marginPpm: number;
  /** What the server needs to write a grant to its disk, µs. */
  readonly writeUs: DurationUs;
  /** How long a holder waits for an answer, µs. */
  readonly timeoutUs: DurationUs;
}

/** What a holder knows of its lease. */
export interface Held {
  readonly resource: string;
  readonly token: number;
  /** On its own watch, µs: it must not act from then on. */
  readonly trustedUntilUs: number;
}

export interface LeaseClient {
  /** null: somebody else holds it, or no answer came. Asking again later is safe. */
  readonly acquire: (ctx: Context, resource: string) => Process<Held | null>;
  /** null: it is over, or nobody answered; the old one is still worth what its end says. */
  readonly renew: (ctx: Context, held: Held) => Process<Held | null>;
  readonly giveBack: (ctx: Context, held: Held) => Process<void>;
}

export interface LeasePart {
  /** Handlers of the server, by operation. */
  readonly serves: Readonly<Record<string, Handler>>;
  readonly client: LeaseClient;
}

type Asked = { readonly resource: string; readonly holder: string };
type Token = { readonly resource: string; readonly token: number };
type Granted = { readonly token: number; readonly durationUs: number };

export const ASK = "prendre-bail";
export const RENEW = "prolonger-bail";
export const GIVE_BACK = "rendre-bail";
const MILLION = 1_000_000;
const DISK_FULL = "disque plein";

/** Shown on the stage, by resource: pairs of holder, last token. */
export const LEASES = "baux";

/** When a holder that asked at `askedAtUs` on its watch stops trusting its lease. */
export const trustedUntil = (askedAtUs: number, lengthUs: number, marginPpm: number): number =>
  askedAtUs + Math.floor((lengthUs * (MILLION - marginPpm)) / MILLION);

/** True while the holder may act, as far as its own watch knows. */
export const mayAct = (held: Held, watchUs: number): boolean => watchUs < held.trustedUntilUs;

const bookOf = (resource: string, ctx: Context): LeaseBook =>
  ctx.objects.durable(`baux/${resource}`, createLeaseBook);

function show(resource: string, ctx: Context): void {
  const book = bookOf(resource, ctx);
  ctx.records.set(LEASES, resource, [
    ["tenu par", book.current()?.holder ?? "personne"],
    ["dernier jeton", book.lastToken()],
  ]);
}

function serverHandlers({ durationUs: lengthUs, writeUs }: LeaseOptions): LeasePart["serves"] {
  function* grantLease(ctx: Context, { resource, holder }: Asked): Process<Granted | Refusal> {
    yield* ctx.work(writeUs);
    if (ctx.objects.isDiskFull) return refuse(DISK_FULL);
    const book = bookOf(resource, ctx);
    const asked = book.ask({ holder, atUs: ctx.clockUs, durationUs: lengthUs });
    if (asked.kind === "busy") return refuse(`tenu par ${asked.lease.holder}`);
    show(resource, ctx);
    return { token: asked.lease.token, durationUs: lengthUs };
  }
  function* renewLease(ctx: Context, { resource, token }: Token): Process<Granted | Refusal> {
    yield* ctx.work(writeUs);
    if (ctx.objects.isDiskFull) return refuse(DISK_FULL);
    const book = bookOf(resource, ctx);
    const lease = book.renew({ token, atUs: ctx.clockUs, durationUs: lengthUs });
    return lease === null ? refuse("bail terminé") : { token, durationUs: lengthUs };
  }
  function* endLease(ctx: Context, { resource, token }: Token): Process<null | Refusal> {
    yield* ctx.work(writeUs);
    if (ctx.objects.isDiskFull) return refuse(DISK_FULL);
    if (bookOf(resource, ctx).giveBack(token)) show(resource, ctx);
    return null;
  }
  return { [ASK]: grantLease, [RENEW]: renewLease, [GIVE_BACK]: endLease };
}

function leaseClient({ server, marginPpm, timeoutUs }: LeaseOptions): LeaseClient {
  const ask = operation<Asked, Granted>(server, ASK);
  const renew = operation<Token, Granted>(server, RENEW);
  const giveBack = operation<Token, null>(server, GIVE_BACK);

  function* obtain<Q extends Asked | Token>(
    ctx: Context,
    question: Operation<Q, Granted>,
    body: Q,
  ): Process<Held | null> {
    // From the question, not from the answer: the server's lease began somewhere between the two.
    const askedAtUs = ctx.clockUs;
    const outcome = yield* ctx.call(question, body, { timeoutUs });
    if (outcome.kind !== "replied") return null;
    const { token, durationUs: lengthUs } = outcome.reply;
    const trustedUntilUs = trustedUntil(askedAtUs, lengthUs, marginPpm);
    return { resource: body.resource, token, trustedUntilUs };
  }

  return {
    acquire: (ctx, resource) => obtain(ctx, ask, { resource, holder: ctx.nodeId }),
    renew: (ctx, { resource, token }) => obtain(ctx, renew, { resource, token }),
    *giveBack(ctx, { resource, token }) {
      // Without an answer the lease ends by itself.
      yield* ctx.call(giveBack, { resource, token }, { timeoutUs });
    },
  };
}

/** @throws BadConfiguration on a lease of no length, or a margin that leaves nothing of it. */
export function createLease(options: LeaseOptions): LeasePart {
  named("server", options.server);
  durationUs("durationUs", options.durationUs, 1);
  durationUs("writeUs", options.writeUs);
  durationUs("timeoutUs", options.timeoutUs, 1);
  partsPerMillion("marginPpm", options.marginPpm);
  required(
    "marginPpm",
    trustedUntil(0, options.durationUs, options.marginPpm) > 0,
    "la marge prend tout le bail : il ne resterait aucun temps pour agir.",
  );
  return { serves: serverHandlers(options), client: leaseClient(options) };
}
