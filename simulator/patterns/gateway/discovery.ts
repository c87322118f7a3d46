/**
 * Service discovery on simulated nodes: the registry, the instances that keep their lease, the clients' copy.
 *
 * A client calls whom its own copy names, and renews that copy from time to time: between the death of an
 * instance and the day the copy forgets it, calls go to nobody. A registry that does not answer leaves the copy
 * as it is. The registry keeps everything in memory: after a crash, instances register again at their next
 * heartbeat. Shown: `annuaire/inscrits`, `annuaire/etat`, `annuaire/battements`; on clients `annuaire/copie`.
 */
import { durationUs, named } from "../../base/configuration.ts";
import type { DurationUs } from "../../base/time.ts";
import type { Process } from "../../kernel/process.ts";
import { operation } from "../../world/calls.ts";
import type { Context } from "../../world/context.ts";
import type { Handler } from "../../world/node.ts";
import type { Outcome } from "../../world/outcome.ts";
import { createRegistry, type Registry, type RegistryOptions } from "./registry.ts";

export interface ServiceRegistryOptions extends RegistryOptions {
  /** Between two looks for expired leases, µs (60 s in Eureka). */
  readonly evictionUs: DurationUs;
  /** Between two counts of the clients to expect, µs (15 min). */
  readonly recountUs: DurationUs;
}

export interface ServiceRegistry {
  /** Operations `inscrire`, `battre`, `retirer`, `lire`; bodies and replies are instance names. */
  readonly serves: Readonly<Record<string, Handler>>;
  readonly evict: (ctx: Context) => Process<void>;
  readonly recount: (ctx: Context) => Process<void>;
}

function show(registry: Registry, ctx: Context): void {
  const { seen, threshold } = registry.renewals(ctx.nowUs);
  ctx.memory.set("annuaire/inscrits", registry.instances());
  ctx.memory.set("annuaire/etat", registry.isPreserving(ctx.nowUs) ? "retient" : "retire");
  ctx.memory.set("annuaire/battements", [
    ["reçus", seen],
    ["il en faut plus de", threshold],
  ]);
}

/** @throws BadConfiguration on intervals of 0, or what the registry refuses. */
export function createServiceRegistry(options: ServiceRegistryOptions): ServiceRegistry {
  const { evictionUs, recountUs } = options;
  durationUs("evictionUs", evictionUs, 1);
  durationUs("recountUs", recountUs, 1);
  createRegistry(options);
  const registryOf = (ctx: Context): Registry =>
    ctx.objects.volatile("annuaire", () => createRegistry(options));

  /** What is done to the registry, then shown. */
  const answering = <R extends boolean | readonly string[]>(
    act: (registry: Registry, instance: string, nowUs: number) => R,
  ): Handler =>
    // biome-ignore lint/correctness/useYield: the registry answers from memory.
    function* answer(ctx: Context, instance: string): Process<R> {
      const registry = registryOf(ctx);
      const said = act(registry, instance, ctx.nowUs);
      show(registry, ctx);
      return said;
    };

  return {
    serves: {
      inscrire: answering((registry, instance, nowUs) => {
        registry.register(instance, nowUs);
        return true;
      }),
      battre: answering((registry, instance, nowUs) => registry.renew(instance, nowUs)),
      retirer: answering((registry, instance) => registry.cancel(instance)),
      lire: answering((registry) => registry.instances()),
    },
    *evict(ctx) {
      for (;;) {
        yield* ctx.sleep(evictionUs);
        const registry = registryOf(ctx);
        const evicted = registry.evict(ctx.nowUs, ctx.random.integerBelow);
        for (const instance of evicted) ctx.log.note(`${instance} est retirée de l’annuaire`);
        show(registry, ctx);
      }
    },
    *recount(ctx) {
      for (;;) {
        yield* ctx.sleep(recountUs);
        const registry = registryOf(ctx);
        registry.recount();
      }
    },
  };
}

export interface RegistrationOptions {
  /** The node of the registry. */
  readonly registry: string;
  readonly heartbeatUs: DurationUs;
  readonly timeoutUs: DurationUs;
}

export interface Registration {
  /** Registers, then renews for ever: a background process of the instance. */
  readonly keepAlive: (ctx: Context) => Process<void>;
  /** An orderly departure: the registry forgets it at once. */
  readonly leave: (ctx: Context) => Process<void>;
}

/** Names of this instance go by the node it runs on. @throws BadConfiguration on a heartbeat of 0. */
export function createRegistration(options: RegistrationOptions): Registration {
  const { registry, heartbeatUs, timeoutUs } = options;
  named("registry", registry);
  durationUs("heartbeatUs", heartbeatUs, 1);
  durationUs("timeoutUs", timeoutUs, 1);
  const ask = (id: string) => operation<string, boolean>(registry, id);
  const hasLeft = ({ memory }: Context): boolean => memory.get("annuaire/parti") === true;

  return {
    *keepAlive(ctx) {
      let isKnown = false;
      while (!hasLeft(ctx)) {
        const asked = ask(isKnown ? "battre" : "inscrire");
        const outcome: Outcome<boolean> = yield* ctx.call(asked, ctx.nodeId, { timeoutUs });
        // Silence says nothing; « unknown » says that the registry has forgotten it: register at once.
        const isForgotten = isKnown && outcome.kind === "replied" && !outcome.reply;
        if (outcome.kind === "replied") isKnown = outcome.reply;
        if (!isForgotten) yield* ctx.sleep(heartbeatUs);
      }
    },
    *leave(ctx) {
      ctx.memory.set("annuaire/parti", true);
      yield* ctx.call(ask("retirer"), ctx.nodeId, { timeoutUs });
    },
  };
}

export interface DirectoryOptions {
  readonly registry: string;
  /** Between two readings of the registry, µs (30 s in Eureka). */
  readonly refreshUs: DurationUs;
  readonly timeoutUs: DurationUs;
}

export interface Directory {
  /** Renews the copy for ever: a background process of the client. */
  readonly refresh: (ctx: Context) => Process<void>;
  /** The next instance of the copy, each in turn; null when it names nobody. */
  readonly choose: (ctx: Context) => string | null;
}

/** @throws BadConfiguration on a copy renewed without pause. */
export function createDirectory({ registry, refreshUs, timeoutUs }: DirectoryOptions): Directory {
  named("registry", registry);
  durationUs("refreshUs", refreshUs, 1);
  durationUs("timeoutUs", timeoutUs, 1);
  const read = operation<string, readonly string[]>(registry, "lire");
  return {
    *refresh(ctx) {
      for (;;) {
        const outcome = yield* ctx.call(read, ctx.nodeId, { timeoutUs });
        if (outcome.kind === "replied") ctx.memory.set("annuaire/copie", outcome.reply);
        yield* ctx.sleep(refreshUs);
      }
    },
    choose({ memory, objects }) {
      const copy = (memory.get("annuaire/copie") ?? []) as readonly string[];
      const turn = objects.volatile("annuaire/tour", () => ({ next: 0 }));
      return copy.length === 0 ? null : (copy[turn.next++ % copy.length] as string);
    },
  };
}
