/**
 * nginx: one door. The path says whose request it is; the file says who serves the catalogue.
 *
 * The operator writes a new file and reloads. A file that nginx refuses changes nothing, until the day nginx
 * starts again: then it does not start (defect 1).
 */
import type { DurationUs } from "../../simulator/base/time.ts";
import { createTrafficSplit, type TrafficSplit } from "../../simulator/gateway.ts";
import {
  type Context,
  doubt,
  type Outcome,
  operation,
  type Process,
  type Refusal,
  refuse,
} from "../../simulator/scenario.ts";
import { type ConfStyle, confOf, NEW_SERVICE, readConf } from "./nginx-conf.ts";
import { type Order, type Page, type PageRequest, SHOW, TAKE, type Taken } from "./operations.ts";
import { durationOf } from "./settings.ts";
import { createUpstream, type Upstream } from "./upstream.ts";

/** What the door is made of: its first file, and who takes orders. */
export interface Door {
  readonly firstConf: string;
  /** How it shares the catalogue; null: there is nothing to share yet. */
  readonly style: ConfStyle | null;
  readonly ordersTo: string;
}

interface Running {
  readonly split: TrafficSplit;
  readonly upstreams: ReadonlyMap<string, Upstream>;
}

/** The file on disk. It survives the process that reads it. */
const fileOf = ({ firstConf }: Door, ctx: Context): { text: string } =>
  ctx.objects.durable("nginx.conf", () => ({ text: firstConf }));

/** What runs, or null: nginx did not start. */
const processOf = (door: Door, ctx: Context): { running: Running | null } =>
  ctx.objects.volatile("nginx", () => ({ running: start(door, ctx) }));

function start(door: Door, ctx: Context): Running | null {
  const running = load(fileOf(door, ctx).text);
  if (typeof running !== "string") {
    ctx.memory.set("nginx/etat", "servie");
    return running;
  }
  ctx.memory.set("nginx/etat", "arrete");
  ctx.log.note(`nginx ne démarre pas : ${running}`);
  return null;
}

/** What this file makes, or what nginx says of it. */
function load(text: string): Running | string {
  const read = readConf(text);
  if (read.kind === "emerg") return read.text;
  const { shares, upstreams } = read.conf;
  return {
    split: createTrafficSplit(shares),
    upstreams: new Map([...upstreams].map(([name, servers]) => [name, createUpstream(servers)])),
  };
}

export const startingNginx = (door: Door) =>
  // biome-ignore lint/correctness/useYield: it only starts.
  function* startNginx(ctx: Context): Process<void> {
    processOf(door, ctx);
  };

const isServed = (outcome: Outcome<unknown>): boolean =>
  outcome.kind === "replied" || (outcome.kind === "refused" && outcome.how === "refused");

const answerOf = <R>(outcome: Outcome<R>): R | Refusal => {
  if (outcome.kind === "replied") return outcome.reply;
  if (outcome.kind === "timed-out") return doubt("504 : le service ne répond pas");
  return outcome.how === "refused" ? refuse(outcome.reason) : doubt(`502 : ${outcome.reason}`);
};

const CLOSED = "connexion refusée : nginx n’est pas démarré";

/** A page may be asked twice: a server that fails is left out, and the next one is asked. */
export const sharingPages = (door: Door) =>
  function* sharePages(ctx: Context, request: PageRequest): Process<Page | Refusal> {
    const { running } = processOf(door, ctx);
    if (running === null) return refuse(CLOSED);
    const upstream = running.upstreams.get(running.split.ofKey(request.visitor)) as Upstream;
    const tried = new Set<string>();
    for (;;) {
      const node = upstream.choose(ctx.nowUs, tried);
      if (node === null) return doubt("502 : aucun serveur ne répond");
      tried.add(node);
      const asked = operation<PageRequest, Page>(node, SHOW);
      const patience = node === NEW_SERVICE ? "delai-service" : "delai-page";
      const timeoutUs: DurationUs = durationOf(ctx.parameters, patience);
      const outcome = yield* ctx.call(asked, request, { timeoutUs });
      if (isServed(outcome)) return answerOf(outcome);
      upstream.failed(node, ctx.nowUs);
    }
  };

/** An order is asked once: nobody knows whether a silent server has written it. */
export const passingOrders = (door: Door) =>
  function* passOrder(ctx: Context, order: Order): Process<Taken | Refusal> {
    if (processOf(door, ctx).running === null) return refuse(CLOSED);
    const asked = operation<Order, Taken>(door.ordersTo, TAKE);
    const timeoutUs: DurationUs = durationOf(ctx.parameters, "delai-commande");
    return answerOf(yield* ctx.call(asked, order, { timeoutUs }));
  };

/** The operator’s gesture: a new file, then « nginx -s reload ». */
export const reloadingNginx = (door: Door) =>
  // biome-ignore lint/correctness/useYield: reading a file takes no time here.
  function* reloadNginx(
    ctx: Context,
    { weight }: { readonly weight: string },
  ): Process<string | Refusal> {
    const wanted = /^\d{1,3}$/.test(weight) ? Number(weight) : 101;
    if (wanted > 100) return refuse("un poids est un entier de 0 à 100");
    // Before the extraction the file names no other server: every weight says the same.
    if (door.style === null) return "le catalogue n’est pas extrait";
    const file = fileOf(door, ctx);
    file.text = confOf(door.style, wanted);
    const running = load(file.text);
    if (typeof running === "string") {
      // The master keeps its workers and their old settings; the bad file stays on disk.
      ctx.memory.set("nginx/etat", "refusee");
      return refuse(running);
    }
    processOf(door, ctx).running = running;
    ctx.memory.set("nginx/etat", "servie");
    return `poids ${wanted}`;
  };
