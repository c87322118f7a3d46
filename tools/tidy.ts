/**
 * The house rules that no linter knows, each as a function from a file to its faults.
 *
 * Owns the rules and their words; `tidy.test.ts` applies them to the tree and plants one fault of each.
 * A fault reads `path:line: what stands there`.
 */
import { placesOf, separate } from "./source.ts";

const linesMax = 400;

/** Files over the limit when the rule came: they may only shrink. Empty is the goal. */
export const sizeDebt: Readonly<Record<string, number>> = {};

const isTest = (path: string): boolean => /\.(?:test|spec|bench)\.tsx?$/.test(path);
const isScript = (path: string): boolean => /\.(?:ts|tsx|mjs|cjs)$/.test(path);
const isEngine = (path: string): boolean =>
  /^(?:simulator|scenarios)\/.*\.ts$/.test(path) &&
  !/^simulator\/(?:cli|bench|testing)\//.test(path) &&
  !isTest(path);

export function tooLong(path: string, text: string): readonly string[] {
  if ((!isScript(path) && !path.endsWith(".css")) || isTest(path)) return [];
  const lines = text.trimEnd().split("\n").length;
  const allowed = Math.max(linesMax, sizeDebt[path] ?? 0);
  return lines > allowed ? [`${path}: ${lines} lines, ${allowed} at most`] : [];
}

/** What the file owns and what it refuses to know, before anything else. */
export function withoutHeader(path: string, text: string): readonly string[] {
  if (!isScript(path) || isTest(path) || /\.(?:config|d)\.m?ts$/.test(path)) return [];
  const start = text.replace(/^#![^\n]*\n/, "").replace(/^["']use client["'];\s*/, "");
  return /^\s*(?:\/\/|\/\*)/.test(start) ? [] : [`${path}: no header comment`];
}

export function promisesToDoLater(path: string, text: string): readonly string[] {
  if (path.startsWith("tools/tidy")) return [];
  return placesOf(path, text, /\b(?:TODO|FIXME|XXX|HACK)\b/);
}

/** Neither a path of a machine nor a neighbour of the checkout belongs in the project; a module of a folder `shared` may. */
export function namesAMachine(path: string, text: string): readonly string[] {
  if (path.startsWith("tools/tidy")) return [];
  return placesOf(
    path,
    text,
    /(?<![\w.])\/(?:work|root|home\/\w+)\/[\w.]+|\.\.\/shared\b(?!\/[\w-]+\.ts")|"resolved":/,
  );
}

const misplacedSpaces: readonly RegExp[] = [
  /[\p{L}\d»)…’}] [;!?](?=\s|$|»)/u, // an ordinary space before high punctuation
  /[\p{L}\d»)…’}] :(?=\s|$)/u, // an ordinary space before a colon
  /«(?!\u00A0|$)|(?<!\u00A0|^)»/u, // guillemets keep their words close
  /\p{L}'\p{L}/u, // typewriter apostrophe
  /\p{L}\.\.\./u, // three dots instead of one character
  /\p{Ll}[!?](?=\s|$)/u, // no space at all
];

const looksLikeCode =
  /\b(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|BEGIN)\b|^[\w./@#:\\-]*$|=>|^\s*\(/;

export interface ShownText {
  readonly shown: string;
  readonly line: number;
  readonly at: number;
}

/** Typed as an escape or as the character itself: the reader sees the same. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\u([0-9a-fA-F]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

/** What a reader sees of a source file: its strings, and the text between its tags. */
export function shownTexts(path: string, text: string): readonly ShownText[] {
  // app/_texte sets its sentences on the way out, and its own tests read the result.
  if (!/^(?:app|scenarios)\/.*\.tsx?$/.test(path) || isTest(path)) return [];
  if (path.startsWith("app/_texte/") || path.includes("/testing/")) return [];
  const seen = separate(text).strings.map(({ text: shown, line, at }) => ({ shown, line, at }));
  if (path.endsWith(".tsx")) {
    for (const match of text.matchAll(/[>}]([^<>{}]*)(?=<\/)/g)) {
      const line = text.slice(0, match.index).split("\n").length;
      seen.push({ shown: match[1] ?? "", line, at: match.index + 1 });
    }
  }
  return seen.filter(({ shown }) => !looksLikeCode.test(shown.trim()));
}

/** French spacing of what a reader sees. `npm run french` mends what this finds. */
export function badSpacing(path: string, text: string): readonly string[] {
  return shownTexts(path, text)
    .filter(({ shown }) => misplacedSpaces.some((pattern) => pattern.test(unescaped(shown))))
    .map(({ shown, line }) => `${path}:${line}: ${shown.trim()}`);
}

/** Last bits that differ between engines, the wall clock, and anything that waits for the host. */
export function undeterministic(path: string, text: string): readonly string[] {
  if (!isEngine(path)) return [];
  const { code, strings } = separate(text);
  const exact = "abs|min|max|floor|ceil|round|trunc|sign|sqrt|imul|clz32";
  const mayLoad = /^simulator\/(?:simulation|world\/database\/\S*)\.ts$/.test(path);
  return [
    ...placesOf(path, code, new RegExp(`\\bMath\\.(?!(?:${exact})\\b)\\w+`)),
    ...placesOf(path, code, /\*\*/),
    ...placesOf(path, code, /\.(?:localeCompare|toLocale\w+)\b/),
    ...(mayLoad ? [] : placesOf(path, code, /\b(?:async|await)\b/)),
    ...strings
      .filter((found) =>
        /\b(?:datetime|date|time|julianday|strftime)\s*\(\s*'now'/i.test(found.text),
      )
      .map((found) => `${path}:${found.line}: a clock of SQLite`),
  ];
}

/**
 * The value of `yield x` has type any, and a handler that writes one waits for nobody knows what: only the
 * kernel may use one. A plain iterator (`yield pair;`) stays allowed inside the engine.
 */
export function bareYield(path: string, text: string): readonly string[] {
  if (!isEngine(path) || path.startsWith("simulator/kernel/")) return [];
  const isHandler = /^(?:scenarios|simulator\/patterns)\//.test(path);
  const used = /(?<=[=(,?&|]\s*|\breturn\s+)yield\b(?!\s*\*)[^\n]*/;
  const any = /(?<![.\w])yield\b(?!\s*\*)[^\n]*/;
  return placesOf(path, separate(text).code, isHandler ? any : used);
}

/** A wait without `yield*` silently does nothing: neither form may be a statement. */
export function forgottenWait(path: string, text: string): readonly string[] {
  if (!isEngine(path) || !/^(?:scenarios|simulator\/patterns)\//.test(path)) return [];
  const { code } = separate(text);
  return placesOf(
    path,
    code,
    /(?<=(?:^|[;{}])\s*)(?:ctx\.(?!(?:log|random|memory|records)\.)[\w.]+\(|(?!function\b)[\w.]+\(ctx\b)[^\n]*/,
  );
}

/** Routes have the names that Next gives them. */
const routeFile = /^app\/(?:.*\/)?(?:page|layout|not-found|error|loading|template)\.tsx$/;

export function badName(path: string): readonly string[] {
  const name = path.split("/").at(-1) ?? "";
  const isKebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9-]+)*\.\w+$/.test(name);
  if (/\.(?:ts|mjs|cjs)$/.test(path)) return isKebab ? [] : [`${path}: kebab-case.ts`];
  if (!path.endsWith(".tsx") || routeFile.test(path) || !path.startsWith("app/")) return [];
  return /^[A-Z][A-Za-z0-9]*(?:\.test)?\.tsx$/.test(name) ? [] : [`${path}: PascalCase.tsx`];
}
