/**
 * Sources of a scenario's handlers, highlighted once at build time.
 *
 * Runs on the server only (reads files). The page fetches the result as one static JSON, so that
 * neither shiki nor the sources weigh on its JavaScript.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createHighlighterCore, type HighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import typescript from "shiki/langs/typescript.mjs";
import { inkTheme } from "@/scripts/code-theme.mjs";
import type { ScenarioSources, SourceLine, TokenKind } from "./source-format.ts";

/** The files whose lines a run can name. */
const SHOWN = /(?:^|\.)services\.ts$/;
/** Where scenarios stand, with what their ids begin with: `piece-cloison` is `scenarios/pieces/cloison`. */
const shelves = [
  { folder: path.join(process.cwd(), "scenarios"), prefix: "" },
  { folder: path.join(process.cwd(), "scenarios", "pieces"), prefix: "piece-" },
] as const;

/** FontStyle of shiki, as bits. */
const ITALIC = 1;
const BOLD = 2;

interface ThemedToken {
  readonly content: string;
  readonly color?: string;
  readonly fontStyle?: number;
}

export const kindOfToken = ({ color, fontStyle = 0 }: ThemedToken): TokenKind =>
  fontStyle & ITALIC ? "c" : fontStyle & BOLD ? "k" : color === "var(--ink-2)" ? "s" : "";

/** Neighbours of one kind are one token. */
export function packLine(tokens: readonly ThemedToken[]): SourceLine {
  const line: string[] = [];
  for (const token of tokens) {
    const kind = token.content.trim() === "" ? (line.at(-2) ?? "") : kindOfToken(token);
    if (line.length > 0 && line.at(-2) === kind) line[line.length - 1] += token.content;
    else line.push(kind, token.content);
  }
  return line;
}

let highlighter: Promise<HighlighterCore> | null = null;
const loadHighlighter = (): Promise<HighlighterCore> => {
  highlighter ??= createHighlighterCore({
    themes: [inkTheme as never],
    langs: [typescript],
    engine: createJavaScriptRegexEngine(),
  });
  return highlighter;
};

export async function highlight(source: string): Promise<readonly SourceLine[]> {
  const shiki = await loadHighlighter();
  const { tokens } = shiki.codeToTokens(source.replace(/\n$/, ""), {
    // Without this a busy machine stops marking a line half-way, and the build is not repeatable.
    tokenizeTimeLimit: 0,
    lang: "typescript",
    theme: inkTheme.name,
  });
  return tokens.map((line) => packLine(line));
}

/** Folders of scenarios: a world that several of them share has handlers too, and is none. */
const foldersOf = (shelf: string): readonly string[] =>
  readdirSync(shelf, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[a-z0-9-]+$/.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => readdirSync(path.join(shelf, name)).includes("scenario.ts"));

/** Ids of the scenarios that have handlers to show. */
export const scenariosWithSources = (): readonly string[] =>
  shelves.flatMap(({ folder, prefix }) => foldersOf(folder).map((name) => `${prefix}${name}`));

function folderOf(scenario: string): string {
  const shelf = shelves.findLast(({ prefix }) => scenario.startsWith(prefix)) ?? shelves[0];
  return path.join(shelf.folder, scenario.slice(shelf.prefix.length));
}

/** `import … from "../checkout/world.ts"`: another folder of the same shelf, and a file in it. */
const SHARED = /from "\.\.\/([a-z0-9-]+)\/[^"]+"/g;

/** Folders that the files of this one are written with: their handlers run in this scenario too. */
function sharedBy(folder: string): readonly string[] {
  const sources = readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const imported = sources.flatMap((name) => [
    ...readFileSync(path.join(folder, name), "utf8").matchAll(SHARED),
  ]);
  return [...new Set(imported.map(([, shared]) => shared as string))].sort();
}

const shownIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => SHOWN.test(name))
    .sort();

/**
 * The scenario's own files by their names, then those of the world it shares: `checkout/orders.services.ts`.
 * @throws when the scenario has no folder.
 */
export async function readSources(scenario: string): Promise<ScenarioSources> {
  const folder = folderOf(scenario);
  const names = [
    ...shownIn(folder),
    ...sharedBy(folder).flatMap((shared) =>
      shownIn(path.join(folder, "..", shared)).map((name) => `${shared}/${name}`),
    ),
  ];
  const pathOf = (name: string): string => path.join(folder, name.includes("/") ? ".." : "", name);
  const files = await Promise.all(
    names.map(async (name) => ({
      name,
      lines: await highlight(readFileSync(pathOf(name), "utf8")),
    })),
  );
  return { scenario, files };
}
