/**
 * Five gateways in the same world: which handler stands at each route, and nothing else.
 *
 * Clients, services, cache, probe and luck are the same; a symptom comes from a mechanism in a handler.
 */
import { type DurationUs, seconds } from "../../simulator/base/time.ts";
import {
  type Breaker,
  createBreaker,
  createBulkhead,
  createDeadline,
} from "../../simulator/resilience.ts";
import {
  type Assembly,
  type Boots,
  bootList,
  type Handler,
  type NodeDefinition,
} from "../../simulator/scenario.ts";
import { createCacheAside } from "../../simulator/stores.ts";
import type { NodeCard } from "../../simulator/vocabulary/card.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { openBreakers, relayGuarded } from "./breaker.services.ts";
import { relayWalled } from "./bulkhead.services.ts";
import { nodes as nodeCards } from "./card-stage.ts";
import { LIGHT, placesOf, REPORTS, routeOf, TARGETS } from "./card-targets.ts";
import { askOthers, askReports, followPace } from "./clients.services.ts";
import { relayBounded, showReportBounded } from "./corrected.services.ts";
import { readLight } from "./light.services.ts";
import { relayTo } from "./naked.services.ts";
import { liveMonth, watch } from "./oncall.services.ts";
import * as ask from "./operations.ts";
import { apologise, showReportPublished } from "./published.services.ts";
import { computeReport, exportEverything, restartReports } from "./reports.services.ts";
import { countOf, durationOf, quantilesOf } from "./settings.ts";

/** One handler under the name that its card shows. Written, never read from the function: luck hangs on it. */
type Named = Readonly<Record<string, Handler>>;

interface Design {
  readonly routeTo: (service: string, parameters: Parameters) => Named;
  readonly breakers: readonly Breaker<ask.Content>[];
  readonly copyLifeUs: DurationUs;
}

interface NodeParts {
  readonly serves?: Readonly<Record<string, Handler | Named>>;
  readonly boot?: Boots;
  readonly workerCount?: number;
  readonly queueLimit?: number;
}

const MANY_COPIES = 100_000;

function nodeOf({ id, workerCount, queueLimit }: NodeCard, parts: NodeParts): NodeDefinition {
  const handlers = Object.entries(parts.serves ?? {}).map(([operation, given]) => {
    const [name, run] =
      typeof given === "function"
        ? [operation, given]
        : (Object.entries(given)[0] as [string, Handler]);
    return [operation, { name, run }] as const;
  });
  return {
    id,
    workerCount: parts.workerCount ?? workerCount ?? 0,
    queueLimit: parts.queueLimit ?? queueLimit ?? 0,
    handlers: new Map(handlers),
    boot: bootList(parts.boot ?? {}),
  };
}

function assemble(design: Design, parameters: Parameters): Assembly {
  const cache = createCacheAside({
    ...{ node: "cache", maxEntries: MANY_COPIES, isSingleFlight: false },
    ttlUs: design.copyLifeUs,
  });
  const parts: Record<string, NodeParts> = {
    clients: {
      serves: { [ask.keepPace.id]: { followPace } },
      boot: { askReports, askOthers },
    },
    astreinte: { boot: { watch, liveMonth } },
    passerelle: {
      serves: Object.fromEntries(
        TARGETS.map(({ id }) => [routeOf(id), design.routeTo(id, parameters)]),
      ),
      boot: { openBreakers: openBreakers(design.breakers) },
      workerCount: countOf(parameters, "places"),
      queueLimit: countOf(parameters, "file"),
    },
    cache: cache.node,
    [REPORTS]: {
      serves: {
        [ask.compute.id]: { computeReport },
        [ask.exportAll.id]: { exportEverything },
        [ask.restart.id]: { restartReports },
      },
    },
  };
  for (const { id } of LIGHT) parts[id] = { serves: { [ask.read(id).id]: { readLight } } };
  return {
    nodes: nodeCards.map((card) => nodeOf(card, parts[card.id] ?? {})),
    databases: [],
    latency: () => quantilesOf(parameters, "latence"),
  };
}

const isSlow = (service: string): boolean => service === REPORTS;

const timeoutOf = (service: string, parameters: Parameters): DurationUs =>
  durationOf(parameters, isSlow(service) ? "delai-rapports" : "delai-service");

interface BreakerGiven {
  readonly timeoutUs: DurationUs;
  readonly hasFallback?: boolean;
}

const breakerOf = (service: string, parameters: Parameters, more: BreakerGiven) =>
  createBreaker<ask.Content>({
    name: service,
    timeoutUs: more.timeoutUs,
    errorThresholdPercentage: countOf(parameters, "seuil"),
    volumeThreshold: countOf(parameters, "volume"),
    windowUs: durationOf(parameters, "fenetre"),
    resetTimeoutUs: durationOf(parameters, "ouverture"),
    fallback: more.hasFallback === true ? apologise : null,
  });

/** As published: neither the line nor its patience has an end. */
const publishedWall = (service: string, parameters: Parameters) =>
  createBulkhead({
    ...{ name: service, concurrencyMax: countOf(parameters, placesOf(service)) },
    ...{ queueMax: null, waitMaxUs: null },
  });

const boundedWall = (service: string, parameters: Parameters) =>
  createBulkhead({
    ...{ name: service, concurrencyMax: countOf(parameters, placesOf(service)) },
    queueMax: countOf(parameters, "file-cloison"),
    waitMaxUs: durationOf(parameters, "attente-cloison"),
  });

type Protected = { readonly [service: string]: Breaker<ask.Content> };

/** One breaker a service. */
const breakersFor = (make: (service: string) => Breaker<ask.Content>): Protected =>
  Object.fromEntries(TARGETS.map(({ id }) => [id, make(id)]));

const of = <T>(all: Readonly<Record<string, T>>, service: string): T => all[service] as T;

function naked(parameters: Parameters): Assembly {
  return assemble(
    {
      routeTo: (service) => ({ relay: relayTo(service) }),
      breakers: [],
      copyLifeUs: durationOf(parameters, "conservation"),
    },
    parameters,
  );
}

function guarded(parameters: Parameters): Assembly {
  const breakers = breakersFor((service) =>
    breakerOf(service, parameters, { timeoutUs: timeoutOf(service, parameters) }),
  );
  return assemble(
    {
      routeTo: (service) => ({
        relayThroughBreaker: relayGuarded({
          ...{ service, breaker: of(breakers, service) },
          timeoutUs: timeoutOf(service, parameters),
        }),
      }),
      breakers: Object.values(breakers),
      copyLifeUs: durationOf(parameters, "conservation"),
    },
    parameters,
  );
}

/** `hasCache`: the route of reports also has the fallback and the cache of the publication. */
const walled =
  (hasCache: boolean) =>
  (parameters: Parameters): Assembly => {
    const hasFallback = hasCache && parameters.repli === "message";
    const breakers = breakersFor((service) =>
      breakerOf(service, parameters, {
        timeoutUs: timeoutOf(service, parameters),
        hasFallback: hasFallback && isSlow(service),
      }),
    );
    const routeTo = (service: string): Named => {
      const walledRoute = {
        ...{ service, breaker: of(breakers, service) },
        bulkhead: publishedWall(service, parameters),
        timeoutUs: timeoutOf(service, parameters),
      };
      return hasCache && isSlow(service)
        ? { showPublishedReport: showReportPublished(walledRoute) }
        : { relayThroughWall: relayWalled(walledRoute) };
    };
    const copyLifeUs = durationOf(parameters, "conservation");
    return assemble({ routeTo, breakers: Object.values(breakers), copyLifeUs }, parameters);
  };

/** What the network and a query that is told to stop may add to the time of work. */
const SLACK = seconds(1);

function bounded(parameters: Parameters): Assembly {
  const judgedAfter = (service: string): DurationUs =>
    isSlow(service) ? durationOf(parameters, "jugement") : timeoutOf(service, parameters);
  const breakers = breakersFor((service) =>
    breakerOf(service, parameters, { timeoutUs: judgedAfter(service) }),
  );
  const deadline = createDeadline({
    ...{ name: "réponse au client", timeoutUs: durationOf(parameters, "delai-rapports") },
  });
  const routeTo = (service: string): Named => {
    const route = {
      ...{ service, breaker: of(breakers, service), bulkhead: boundedWall(service, parameters) },
      timeoutUs: (judgedAfter(service) + SLACK) as DurationUs,
      workMaxUs: isSlow(service) ? durationOf(parameters, "travail-max") : null,
    };
    return isSlow(service)
      ? { showCorrectedReport: showReportBounded(route, deadline) }
      : { relayInBounds: relayBounded(route) };
  };
  const copyLifeUs = durationOf(parameters, "conservation-longue");
  return assemble({ routeTo, breakers: Object.values(breakers), copyLifeUs }, parameters);
}

export const variants: Readonly<Record<string, (parameters: Parameters) => Assembly>> = {
  nue: naked,
  disjoncteur: guarded,
  cloison: walled(false),
  "repli-publie": walled(true),
  corrigee: bounded,
};
