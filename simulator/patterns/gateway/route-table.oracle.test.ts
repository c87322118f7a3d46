/** Routing: against the 64-bit priority that Kong writes for its matchers, and its documented examples. */
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { createRandom, type Random } from "../../base/random.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { createRouteTable, type Route, type RoutedRequest } from "./route-table.ts";

type Module = Pick<typeof import("./route-table.ts"), "createRouteTable">;

/**
 * Kong 3, `kong/router/transform.lua`: kinds of criteria from bit 61, plain hosts at bit 60, headers from
 * bit 52, path length in the low 19 bits; matchers are tried from the greatest (priority, id) down.
 */
function kongPriority(route: Route, path: string | null): bigint {
  const filled = (values: readonly unknown[] | undefined): bigint => (values?.length ? 1n : 0n);
  const headerCount = BigInt(Object.keys(route.headers ?? {}).length);
  const weight =
    filled(route.methods) +
    filled(route.hosts) +
    (headerCount > 0n ? 1n : 0n) +
    (path === null ? 0n : 1n);
  const isPlain = route.hosts !== undefined && !route.hosts.some((host) => host.includes("*"));
  const length = BigInt(path?.length ?? 0);
  return (weight << 61n) | (isPlain ? 1n << 60n : 0n) | (headerCount << 52n) | length;
}

/** Every (route, path) that agrees, judged one criterion at a time; the greatest wins. */
function kongChoice(routes: readonly Route[], request: RoutedRequest): string {
  const candidates = routes.flatMap((route) =>
    (route.paths ?? [null]).flatMap((path) => {
      if (path !== null && request.path.indexOf(path) !== 0) return [];
      if (route.methods !== undefined && !route.methods.includes(request.method)) return [];
      const isHost = (host: string): boolean =>
        new RegExp(`^${host.replaceAll(".", "\\.").replaceAll("*", ".+")}$`).test(request.host);
      if (route.hosts !== undefined && !route.hosts.some(isHost)) return [];
      const wanted = Object.entries(route.headers ?? {});
      if (!wanted.every(([name, values]) => values.includes(request.headers?.[name] ?? "")))
        return [];
      return [{ id: route.id, path, priority: kongPriority(route, path) }];
    }),
  );
  candidates.sort((a, b) =>
    a.priority === b.priority ? (a.id < b.id ? 1 : -1) : a.priority < b.priority ? 1 : -1,
  );
  const [best] = candidates;
  return best === undefined ? "404" : `${best.id} ${best.path ?? ""}`;
}

const HOSTS = ["a.fr", "b.a.fr", "*.a.fr", "b.*", "c.fr"];
const PATHS = ["/", "/a", "/ab", "/a/b", "/a/b/", "/c"];
const METHODS = ["GET", "POST"];
const ASKED_PATHS = ["/", "/a", "/ab", "/abc", "/a/b", "/a/b/c", "/c/d"];
const ASKED_HOSTS = ["a.fr", "b.a.fr", "x.b.a.fr", "b.com", "c.fr"];

const pick = <T>(random: Random, from: readonly T[]): T =>
  from[random.integerBelow(from.length)] as T;

function some<T>(random: Random, from: readonly T[]): readonly T[] | undefined {
  const chosen = from.filter(() => random.integerBelow(3) === 0);
  return chosen.length === 0 ? undefined : chosen;
}

function randomRoute(random: Random, id: string): Route {
  const [hosts, paths, methods] = [
    some(random, HOSTS),
    some(random, PATHS),
    some(random, METHODS),
  ] as const;
  const names = some(random, ["x", "y"]) ?? [];
  return {
    ...{ id, service: id, stripsPath: random.integerBelow(2) === 0 },
    ...(hosts === undefined ? {} : { hosts }),
    ...(paths === undefined ? {} : { paths }),
    ...(methods === undefined ? {} : { methods }),
    ...(names.length === 0 ? {} : { headers: Object.fromEntries(names.map((n) => [n, ["1"]])) }),
  };
}

const randomRequest = (random: Random): RoutedRequest => ({
  ...{ host: pick(random, ASKED_HOSTS), path: pick(random, ASKED_PATHS) },
  ...{ method: pick(random, METHODS) },
  headers: { x: pick(random, ["1", "2"]), y: pick(random, ["1", "2"]) },
});

/** Requests that go elsewhere than Kong's numbers say, over random tables. */
function differences({ createRouteTable: create }: Module): number {
  let count = 0;
  let comparedCount = 0;
  for (let seed = 0; seed < 400; seed++) {
    const random = createRandom(seed, "routes/table");
    const size = random.between(1, 5);
    const routes = Array.from({ length: size }, (_, i) => randomRoute(random, `r${i}`));
    let table: ReturnType<typeof create>;
    try {
      table = create(routes);
    } catch (error) {
      // Two routes that ask the same, or one that asks nothing: refused, not compared.
      if (error instanceof BadConfiguration) continue;
      throw error;
    }
    for (let i = 0; i < 12; i++) {
      const request = randomRequest(random);
      const found = table.match(request);
      const said = found === null ? "404" : `${found.route.id} ${found.prefix}`;
      comparedCount++;
      if (said !== kongChoice(routes, request)) count++;
      const kept = found !== null && !(found.route.stripsPath ?? true);
      if (kept && found.servicePath !== request.path) count++;
    }
  }
  if (comparedCount < 2_000) throw new Error(`only ${comparedCount} requests compared`);
  return count;
}

const to = (routes: readonly Route[], request: Partial<RoutedRequest>) =>
  createRouteTable(routes).match({ host: "a.fr", path: "/", method: "GET", ...request });

describe("routing as Kong does it", () => {
  test("GTW-1: over random tables every request goes where the priorities of Kong send it", () => {
    expect(differences({ createRouteTable })).toBe(0);
  });

  test("GTW-2: more kinds of criteria win over a longer path", () => {
    const routes: readonly Route[] = [
      { id: "long", paths: ["/commandes/factures"], service: "a" },
      { id: "two", paths: ["/commandes"], methods: ["GET"], service: "b" },
    ];
    expect(to(routes, { path: "/commandes/factures" })?.route.id).toBe("two");
    expect(to(routes, { path: "/commandes/factures", method: "POST" })?.route.id).toBe("long");
  });

  test("GTW-3: the longest prefix wins, and a prefix is letters, not segments", () => {
    const routes: readonly Route[] = [
      { id: "all", paths: ["/"], service: "a" },
      { id: "catalogue", paths: ["/catalogue", "/articles/neufs"], service: "b" },
      { id: "articles", paths: ["/articles"], service: "c" },
    ];
    expect(to(routes, { path: "/articles/12" })?.route.id).toBe("articles");
    expect(to(routes, { path: "/articles/neufs/12" })?.route.id).toBe("catalogue");
    expect(to(routes, { path: "/cataloguer" })?.route.id).toBe("catalogue");
    expect(to(routes, { path: "/autre?next=/articles" })?.route.id).toBe("all");
  });

  test("GTW-4: the matched prefix is taken off, with one slash left, unless the route keeps it", () => {
    const strips = [{ id: "s", paths: ["/api"], service: "a" }];
    expect(to(strips, { path: "/api/prix" })?.servicePath).toBe("/prix");
    expect(to(strips, { path: "/apiprix" })?.servicePath).toBe("/prix");
    expect(to(strips, { path: "/api" })?.servicePath).toBe("/");
    const keeps = [{ id: "k", paths: ["/api"], service: "a", stripsPath: false }];
    expect(to(keeps, { path: "/api/prix" })?.servicePath).toBe("/api/prix");
  });

  test("GTW-5: no route, no service: the request is not sent anywhere", () => {
    expect(to([{ id: "s", hosts: ["b.fr"], service: "a" }], {})).toBeNull();
    expect(createRouteTable([]).match({ host: "a", path: "/", method: "GET" })).toBeNull();
  });

  test("GTW-6: a plain host wins over a star; a star stands for one label or more", () => {
    const routes: readonly Route[] = [
      { id: "star", hosts: ["*.a.fr"], service: "a" },
      { id: "plain", hosts: ["b.a.fr"], service: "b" },
    ];
    expect(to(routes, { host: "b.a.fr:8443" })?.route.id).toBe("plain");
    expect(to(routes, { host: "x.y.a.fr" })?.route.id).toBe("star");
    expect(to(routes, { host: "a.fr" })).toBeNull();
  });

  test.each<readonly [string, readonly Route[]]>([
    [
      "demandent la même chose",
      [
        { id: "a", paths: ["/x", "/y"], service: "1" },
        { id: "b", paths: ["/y"], service: "2" },
      ],
    ],
    [
      "est donné deux fois",
      [
        { id: "a", paths: ["/x"], service: "1" },
        { id: "a", paths: ["/y"], service: "2" },
      ],
    ],
    ["aucun critère", [{ id: "a", service: "1" }]],
    ["« paths »", [{ id: "a", paths: ["x"], service: "1" }]],
    ["« hosts »", [{ id: "a", hosts: ["a.*.fr"], service: "1" }]],
  ])("GTW-7: a table with « %s » is refused when it is built", (problem, routes) => {
    expect(() => createRouteTable(routes)).toThrow(BadConfiguration);
    expect(() => createRouteTable(routes)).toThrow(problem);
  });

  test("GTW-1: planted errors are noticed", async () => {
    await plantedErrors<Module>({
      file: import.meta.resolve("./route-table.ts"),
      survives: (module) => differences(module) === 0,
      errors: [
        {
          name: "the shortest path first",
          find: "(other.priority[i] as number) - mine",
          replace:
            "i === 3 ? mine - (other.priority[i] as number) : (other.priority[i] as number) - mine",
        },
        {
          name: "a star host counts as plain",
          find: 'hosts.every((host) => !host.includes("*"))',
          replace: 'hosts.every((host) => host !== "*")',
        },
        {
          name: "any header is enough",
          find: "Object.entries(route.headers ?? {}).every(",
          replace: "Object.entries(route.headers ?? {}).some(",
        },
        {
          name: "the smallest id first",
          find: "one.route.id < other.route.id ? 1 : one.route.id > other.route.id ? -1 : 0",
          replace: "one.route.id < other.route.id ? -1 : one.route.id > other.route.id ? 1 : 0",
        },
      ],
    });
  });
});
