/**
 * Which service a request goes to: a table of routes, and the order in which they are tried.
 *
 * After Kong Gateway 3, router flavor `traditional_compatible` (its default). The order is computed, never
 * written: more kinds of criteria first, then plain hosts, then more headers, then the longest path. A route
 * with several paths is tried as one route a path. Knows neither services nor messages.
 */
import { BadConfiguration, distinct, named, required } from "../../base/configuration.ts";

export interface Route {
  readonly id: string;
  /** « api.fr », « *.api.fr » or « api.* »; absent: any host. */
  readonly hosts?: readonly string[];
  /** Prefixes of the request's path, letter by letter: « /a » takes « /abc » too. Absent: any path. */
  readonly paths?: readonly string[];
  /** « GET »; absent: any method. */
  readonly methods?: readonly string[];
  /** Allowed values by header name, case ignored. All headers must agree. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  /** The prefix that matched is taken off what the service sees; true unless said. */
  readonly stripsPath?: boolean;
  /** What it leads to. */
  readonly service: string;
}

export interface RoutedRequest {
  readonly host: string;
  /** May carry « ?… », which takes no part. */
  readonly path: string;
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RouteMatch {
  readonly route: Route;
  /** The prefix that matched; empty when the route has no path. */
  readonly prefix: string;
  /** The path as the service sees it. */
  readonly servicePath: string;
}

export interface RouteTable {
  /** null: no route, 404. */
  readonly match: (request: RoutedRequest) => RouteMatch | null;
  /** « route path » in the order of trying, for whoever shows the table. */
  readonly order: readonly string[];
}

/** A route with one path only. */
interface Entry {
  readonly route: Route;
  /** Empty when the route has none. */
  readonly path: string;
  readonly priority: readonly number[];
}

const headerNames = ({ headers = {} }: Route): readonly string[] => Object.keys(headers);

/** Kinds of criteria, plain hosts only, headers, path length: compared from left to right. */
function priorityOf(route: Route, path: string): readonly number[] {
  const { hosts = [], methods = [] } = route;
  const headerCount = headerNames(route).length;
  const kinds = [hosts.length, methods.length, headerCount, path.length];
  const isPlain = hosts.length > 0 && hosts.every((host) => !host.includes("*"));
  return [kinds.filter((size) => size > 0).length, isPlain ? 1 : 0, headerCount, path.length];
}

/** Higher priority first; among equals the greatest id, as Kong's matchers are kept by (priority, id). */
function byPriority(one: Entry, other: Entry): number {
  for (const [i, mine] of one.priority.entries()) {
    const difference = (other.priority[i] as number) - mine;
    if (difference !== 0) return difference;
  }
  return one.route.id < other.route.id ? 1 : one.route.id > other.route.id ? -1 : 0;
}

const entriesOf = (route: Route): readonly Entry[] => {
  const paths = route.paths === undefined || route.paths.length === 0 ? [""] : route.paths;
  return paths.map((path) => ({ route, path, priority: priorityOf(route, path) }));
};

/** `*` stands at one end only, for one label or more. */
function hostMatches(pattern: string, host: string): boolean {
  if (pattern.startsWith("*")) return host.endsWith(pattern.slice(1));
  if (pattern.endsWith("*")) return host.startsWith(pattern.slice(0, -1));
  return pattern === host;
}

function headersMatch(route: Route, given: Readonly<Record<string, string>>): boolean {
  const said = new Map(
    Object.entries(given).map(([name, value]) => [name.toLowerCase(), value.toLowerCase()]),
  );
  return Object.entries(route.headers ?? {}).every(([name, values]) =>
    values.some((value) => value.toLowerCase() === said.get(name.toLowerCase())),
  );
}

interface Asked extends RoutedRequest {
  readonly bareHost: string;
  readonly barePath: string;
}

function entryMatches({ route, path }: Entry, asked: Asked): boolean {
  const { hosts = [], methods = [] } = route;
  return (
    asked.barePath.startsWith(path) &&
    (methods.length === 0 || methods.includes(asked.method)) &&
    (hosts.length === 0 || hosts.some((host) => hostMatches(host, asked.bareHost))) &&
    headersMatch(route, asked.headers ?? {})
  );
}

/** What follows the prefix, with one slash before it. */
const strippedPath = (path: string, prefix: string): string =>
  `/${path.slice(prefix.length).replace(/^\//, "")}`;

function checkRoute(route: Route): void {
  const { id, hosts = [], paths = [], methods = [] } = route;
  const criteria = [hosts, paths, methods, headerNames(route)];
  required(
    "routes",
    criteria.some((values) => values.length > 0),
    `la route « ${id} » n’a aucun critère : donnez-lui un hôte, un chemin, une méthode ou un en-tête.`,
  );
  named("service", route.service);
  for (const method of methods) named("methods", method);
  for (const path of paths) {
    const problem = `« ${path} » de la route « ${id} » n’est pas un préfixe : il commence par « / ».`;
    required("paths", path.startsWith("/"), problem);
  }
  for (const host of hosts) {
    const stars = host.split("*").length - 1;
    const isWell = stars === 0 || (stars === 1 && (/^\*\../.test(host) || /.\.\*$/.test(host)));
    const problem = `« ${host} » de la route « ${id} » : une étoile seule, au début ou à la fin.`;
    required("hosts", host !== "" && isWell, problem);
  }
}

/** Everything that one entry asks for, spelt out: two routes with one of these in common are the same there. */
function spelt({ route, path }: Entry): readonly string[] {
  const anyOf = (values: readonly string[] = []) => (values.length === 0 ? [""] : values);
  const headers = Object.entries(route.headers ?? {})
    .map(([name, values]) => `${name.toLowerCase()}=${values.map((v) => v.toLowerCase()).sort()}`)
    .sort();
  return anyOf(route.hosts).flatMap((host) =>
    anyOf(route.methods).map((method) => JSON.stringify([host, path, method, headers])),
  );
}

function refuseEqualRoutes(entries: readonly Entry[]): void {
  const owners = new Map<string, string>();
  for (const entry of entries) {
    const { id } = entry.route;
    for (const text of spelt(entry)) {
      const key = `${text} ${entry.priority.join()}`;
      const owner = owners.get(key);
      if (owner !== undefined && owner !== id) {
        throw new BadConfiguration(
          "routes",
          `« ${owner} » et « ${id} » demandent la même chose : rien ne dit laquelle l’emporte.`,
        );
      }
      owners.set(key, id);
    }
  }
}

/** @throws BadConfiguration on two routes that ask the same, a route without criteria, a path without « / ». */
export function createRouteTable(routes: readonly Route[]): RouteTable {
  distinct(
    "routes",
    routes.map(({ id }) => id),
  );
  for (const route of routes) checkRoute(route);
  const entries = routes.flatMap(entriesOf).sort(byPriority);
  refuseEqualRoutes(entries);
  return {
    match(request) {
      const [barePath = ""] = request.path.split("?");
      const [bareHost = ""] = request.host.split(":");
      const entry = entries.find((known) =>
        entryMatches(known, { ...request, bareHost, barePath }),
      );
      if (entry === undefined) return null;
      const { route, path } = entry;
      const strips = route.stripsPath ?? true;
      return {
        ...{ route, prefix: path },
        servicePath: strips && path !== "" ? strippedPath(barePath, path) : barePath,
      };
    },
    order: entries.map(({ route, path }) => (path === "" ? route.id : `${route.id} ${path}`)),
  };
}
