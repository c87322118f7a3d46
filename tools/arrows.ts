/**
 * Who may import whom: the allow-list of the architecture, and the reading of imports.
 *
 * What is not allowed here is refused. A folder that is not listed may not hold source files at all, so
 * that nobody adds a layer without saying which arrows it takes part in.
 */
import { dirname, posix } from "node:path";
import { separate } from "./source.ts";

interface Zone {
  readonly name: string;
  /** Files of this zone; the first zone that matches a file owns it. */
  readonly files: RegExp;
  /** Zones that it may import besides itself. `own` alone forbids even that of a sister folder. */
  readonly zones: readonly string[];
  /** Packages that it may import. */
  readonly packages: RegExp;
}

const none = /^$/;
const react = /^(?:react|react-dom|next|zustand|immer|@xyflow\/react|mdx\/types)(?:\/|$)/;
const node = /^node:/;
const engine = [
  "base",
  "vocabulary",
  "kernel",
  "binding",
  "world",
  "patterns",
  "observation",
  "simulation",
];

export const zones: readonly Zone[] = [
  // Tests may drive what stands around the file that they judge.
  {
    name: "test",
    files: /\.(?:test|bench)\.tsx?$|^(?:simulator|scenarios|tools|app)\/(?:.*\/)?fixtures\//,
    zones: ["*"],
    packages: /./,
  },
  { name: "base", files: /^simulator\/base\//, zones: [], packages: /^pure-rand(?:\/|$)/ },
  { name: "vocabulary", files: /^simulator\/vocabulary\//, zones: ["base"], packages: none },
  { name: "kernel", files: /^simulator\/kernel\//, zones: ["vocabulary", "base"], packages: none },
  // Opens SQLite for whoever has loaded it; the rest of the world sees only its interface.
  {
    name: "binding",
    files: /^simulator\/world\/database\/sql-engine\.ts$/,
    zones: ["world", "vocabulary", "base"],
    packages: /^sql\.js$/,
  },
  {
    name: "world",
    files: /^simulator\/world\//,
    zones: ["binding", "kernel", "vocabulary", "base"],
    packages: /^(?:sql\.js|pure-rand)(?:\/|$)/,
  },
  {
    name: "patterns",
    files: /^simulator\/patterns\//,
    zones: ["world", "kernel", "vocabulary", "base"],
    packages: none,
  },
  {
    name: "observation",
    files: /^simulator\/observation\//,
    zones: ["vocabulary", "base"],
    packages: none,
  },
  { name: "simulation", files: /^simulator\/[^/]+\.ts$/, zones: engine, packages: /^sql\.js$/ },
  {
    name: "testing",
    files: /^simulator\/testing\//,
    zones: [...engine, "scenario", "card", "cards", "catalogue"],
    packages: /^(?:node:|vitest$|fast-check$|sql\.js)/,
  },
  {
    name: "command",
    files: /^simulator\/(?:cli|bench)\//,
    zones: [...engine, "testing", "scenario", "card", "cards", "catalogue", "command"],
    packages: /^(?:node:|sql\.js|pure-rand|simjs)/,
  },
  // A world that several scenarios share: its cards, then its services. It knows none of those scenarios.
  {
    name: "shared-card",
    files: /^scenarios\/checkout\/(?:card(?:-[a-z-]+)?|claim-cards)\.ts$/,
    zones: ["vocabulary", "base"],
    packages: none,
  },
  {
    name: "shared-world",
    files: /^scenarios\/checkout\//,
    zones: ["shared-card", "simulation", "vocabulary", "base"],
    packages: none,
  },
  // A card is what the page may know of a scenario: plain data in the words of the vocabulary.
  {
    name: "card",
    files:
      /^scenarios\/(?:pieces\/)?[^/]+\/(?:card(?:-[a-z-]+)?|claim-cards)\.ts$|^scenarios\/pieces\/piece-card\.ts$/,
    zones: ["shared-card", "vocabulary", "base"],
    packages: none,
  },
  // Two lists: the cards alone, for the page, and the whole scenarios, for those who run them.
  {
    name: "cards",
    files: /^scenarios\/(?:(?:pieces\/)?cards|comparisons)\.ts$/,
    zones: ["card", "vocabulary", "base"],
    packages: none,
  },
  {
    name: "catalogue",
    files: /^scenarios\/(?:[^/]+|pieces\/catalogue)\.ts$/,
    zones: ["scenario", "card", "cards", "catalogue", "vocabulary", "base", "simulation"],
    packages: none,
  },
  {
    name: "scenario",
    files: /^scenarios\/[^/]+\//,
    zones: ["shared-world", "shared-card", "card", "simulation", "vocabulary", "base"],
    packages: none,
  },
  // What runs inside the workers, and the page's end of the wire, which names a worker by its URL only.
  {
    name: "worker",
    files: /^app\/_worker\/(?:[a-z-]+\.worker|run-slices|sql-run)\.ts$/,
    zones: [
      "simulation",
      "binding",
      "observation",
      "vocabulary",
      "base",
      "scenario",
      "card",
      "cards",
      "catalogue",
      "client",
    ],
    packages: /^(?:comlink|sql\.js)(?:\/|$)/,
  },
  {
    name: "client",
    files: /^app\/_worker\//,
    zones: ["vocabulary", "base", "observation", "card", "cards", "worker"],
    packages: /^comlink$/,
  },
  { name: "ui", files: /^app\/_ui\//, zones: [], packages: react },
  { name: "mdx", files: /^app\/_mdx\//, zones: ["ui", "words", "bench"], packages: react },
  // Behind the words of a study: the runs that its numbers come from, and what a reader did with it.
  {
    name: "bench",
    files: /^app\/_etude\//,
    zones: [
      "ui",
      "words",
      "laboratory",
      "client",
      "card",
      "cards",
      "observation",
      "vocabulary",
      "base",
    ],
    packages: react,
  },
  {
    name: "words",
    files: /^app\/_texte\//,
    zones: ["vocabulary", "base", "observation", "card", "ui"],
    packages: react,
  },
  // Sets the listings while the site is built; never part of what a page loads.
  {
    name: "listing",
    files: /^app\/_lab\/code\/sources\.ts$/,
    zones: ["laboratory", "vocabulary", "card", "script"],
    packages: /^(?:node:|shiki\/)/,
  },
  // The same story over many seeds: whoever mounts it says which, and where a seed opens.
  {
    name: "campaign",
    files: /^app\/_campagne\//,
    zones: ["vocabulary", "base", "observation", "card", "client", "ui", "words"],
    packages: /^react$/,
  },
  {
    name: "laboratory",
    files: /^app\/_lab\//,
    zones: [
      "campaign",
      "vocabulary",
      "base",
      "observation",
      "card",
      "cards",
      "client",
      "ui",
      "words",
    ],
    packages: /^(?:react|react-dom|next|zustand|immer|@xyflow\/react|recharts|comlink)(?:\/|$)/,
  },
  // The living miniature of the first page: a small laboratory of its own.
  {
    name: "miniature",
    files: /^app\/_accueil\//,
    zones: ["vocabulary", "base", "observation", "card", "cards", "client", "ui", "words", "study"],
    packages: /^(?:react|react-dom|next|zustand|immer|@xyflow\/react)(?:\/|$)/,
  },
  // The gallery of parts and the page of each: living stages, and a whole laboratory.
  {
    name: "workshop",
    files: /^app\/_atelier\//,
    zones: ["laboratory", "vocabulary", "base", "observation", "card", "client", "ui", "words"],
    packages: /^(?:react|react-dom|next|zustand)(?:\/|$)/,
  },
  // Two runs under one clock.
  {
    name: "comparison",
    files: /^app\/_comparer\//,
    zones: [
      "laboratory",
      "workshop",
      "campaign",
      "vocabulary",
      "base",
      "observation",
      "card",
      "cards",
      "client",
      "ui",
      "words",
    ],
    packages: /^(?:react|react-dom|next|zustand)(?:\/|$)/,
  },
  {
    name: "route",
    files: /^(?:app\/.*|mdx-components\.tsx)$/,
    zones: [
      "listing",
      "miniature",
      "workshop",
      "comparison",
      "laboratory",
      "ui",
      "words",
      "mdx",
      "bench",
      "card",
      "cards",
      "vocabulary",
      "base",
      "study",
    ],
    packages: /^(?:node:|react|react-dom|next|mdx)(?:\/|$|:)?/,
  },
  { name: "study", files: /^content\//, zones: [], packages: none },
  {
    name: "browser-test",
    files: /^e2e\//,
    zones: ["script"],
    packages: /^(?:node:|@playwright\/test$|playwright$|@axe-core\/playwright$)/,
  },
  // Real servers on loopback, and the schedules that are played on them and on the models.
  {
    name: "conformance",
    files: /^conformance\//,
    zones: ["testing", "patterns", "world", "binding", "kernel", "vocabulary", "base"],
    packages: /^(?:node:|redis$|amqplib$|pg$)/,
  },
  { name: "script", files: /^scripts\//, zones: ["tool"], packages: /./ },
  { name: "tool", files: /^tools\//, zones: ["script"], packages: node },
  { name: "configuration", files: /^[^/]+\.(?:ts|mjs|d\.ts)$/, zones: ["script"], packages: /./ },
];

export function zoneOf(path: string): Zone | undefined {
  return zones.find((zone) => zone.files.test(path));
}

/** Everything that a file imports: statically, dynamically, by re-export, or as the URL of a worker. */
export function importsOf(
  source: string,
): readonly { readonly target: string; readonly line: number }[] {
  const { code } = separate(source);
  const found: { target: string; line: number }[] = [];
  const opening =
    /(?:\bfrom\s*|\bimport\s*\(?\s*|\bnew\s+(?:URL|Worker|SharedWorker)\s*\(\s*|\brequire\s*\(\s*)(?=["`])/g;
  for (const match of code.matchAll(opening)) {
    const at = match.index + match[0].length;
    const line = code.slice(0, at).split("\n").length;
    // The text is blanked in `code`: take it from the source, at the same place.
    const end = source.indexOf(source[at] ?? "", at + 1);
    found.push({ target: source.slice(at + 1, end), line });
  }
  return found;
}

/** Path of the file that a relative or `@/` import names, null for a package. */
function resolveImport(from: string, target: string): string | null {
  if (target.startsWith("@/")) return target.slice(2);
  if (target.startsWith(".")) return posix.join(dirname(from), target);
  return null;
}

function ownFolder(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}

/** Why an import is refused, null when it is allowed. */
export function refusalOf(from: string, target: string): string | null {
  const zone = zoneOf(from);
  if (zone === undefined) return `${from} stands in no layer: give it one in tools/arrows.ts`;
  const path = resolveImport(from, target);
  if (path === null) {
    const isUrl = /^(?:https?:|\/|\$\{)/.test(target);
    return isUrl || zone.packages.test(target)
      ? null
      : `${zone.name} may not import the package ${target}`;
  }
  if (path.startsWith("node_modules/")) return `${target}: import the package by its name`;
  if (path.startsWith("..")) return `${target} leaves the project`;
  // Style sheets belong to the component beside them.
  if (path.endsWith(".css"))
    return path.startsWith("app/") && from.startsWith("app/")
      ? null
      : `${from} may not import a style sheet`;
  const to = zoneOf(path);
  if (to === undefined) return `${path} stands in no layer: give it one in tools/arrows.ts`;
  if (zone.name === "test" && /^(?:simulator|scenarios)\//.test(from) && path.startsWith("app/")) {
    return "a test of the engine may not import the page";
  }
  if (zone.zones.includes("*")) return null;
  if (to.name === zone.name || (zone.name === "scenario" && to.name === "card")) {
    const isScenario = zone.name === "scenario" || zone.name === "card";
    if (isScenario && ownFolder(from) !== ownFolder(path))
      return "a scenario never imports another scenario";
    return null;
  }
  // The command that measures gathers the measurements that stand beside what they measure.
  if (from.startsWith("simulator/bench/") && path.endsWith(".bench.ts")) return null;
  if (to.name === "test") return `${from} may not import a test`;
  return zone.zones.includes(to.name) ? null : `${zone.name} may not import ${to.name} (${path})`;
}
