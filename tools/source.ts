/**
 * Reads the source files of the project for the tests that keep it tidy.
 *
 * Owns the list of files (what git would keep) and a scanner that separates code from comments and
 * strings. Refuses to parse: a test that needs more than words and lines asks for too much.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

export const root = join(import.meta.dirname, "..");

const ignored = new Set(["node_modules", ".git", ".next", "out", "test-results", ".cache"]);
const ignoredToo = /^(?:playwright-report|coverage|next-env\.d\.ts$)|\.tsbuildinfo$/;

/** Paths of all files of the project, from its root, with slashes. */
export function filesOf(folder = ""): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = relative(root, join(root, folder, entry.name))
      .split(sep)
      .join("/");
    if (ignored.has(entry.name) || ignoredToo.test(path)) return [];
    if (entry.isDirectory()) return filesOf(path);
    return entry.isFile() ? [path] : [];
  });
}

export function read(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

export interface Separated {
  /** The source with comments and the text of strings blanked: same length, same lines. */
  readonly code: string;
  /** Text of each string or template, with the line and the offset where it begins. */
  readonly strings: readonly {
    readonly text: string;
    readonly line: number;
    readonly at: number;
  }[];
  /** Text of each comment. */
  readonly comments: readonly { readonly text: string; readonly line: number }[];
}

/** Comments, strings, template text, regular expressions: what `separate` cuts out, in that order. */
const pieces =
  /(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?<=(?:^|[([{,;=:?!&|+\-*%^~<>]|\breturn|\bcase)\s*)(\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/)/y;

const blanked = (text: string): string => text.replaceAll(/[^\n]/g, " ");

/** Separates the code of a TypeScript source from its strings and comments. */
export function separate(source: string): Separated {
  const strings: { text: string; line: number; at: number }[] = [];
  const comments: { text: string; line: number }[] = [];
  /** For each open template: the depth of braces at which its code part ends. */
  const templates: number[] = [];
  let code = "";
  let line = 1;
  let braces = 0;
  let index = 0;

  const take = (text: string, shown: string): void => {
    code += shown;
    for (const char of text) if (char === "\n") line += 1;
    index += text.length;
  };
  const takeTemplateText = (): void => {
    const text = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
    text.lastIndex = index;
    const found = text.exec(source)?.[0] ?? "";
    strings.push({ text: found, line, at: index });
    take(found, blanked(found));
    if (source.startsWith("${", index)) {
      templates.push(braces);
      take("${", "${");
    } else take(source.slice(index, index + 1), "`");
  };

  while (index < source.length) {
    pieces.lastIndex = index;
    const match = pieces.exec(source);
    const char = source[index] ?? "";
    if (match?.[1] !== undefined) {
      comments.push({ text: match[1], line });
      take(match[1], blanked(match[1]));
    } else if (match?.[2] !== undefined) {
      strings.push({ text: match[2].slice(1, -1), line, at: index + 1 });
      take(match[2], `"${blanked(match[2].slice(1, -1))}"`);
    } else if (match?.[3] !== undefined) take(match[3], blanked(match[3]));
    else if (char === "`") {
      take(char, char);
      takeTemplateText();
    } else if (char === "}" && templates.at(-1) === braces) {
      templates.pop();
      take(char, char);
      takeTemplateText();
    } else {
      if (char === "{") braces += 1;
      if (char === "}") braces -= 1;
      take(char, char);
    }
  }
  return { code, strings, comments };
}

/** `path:line` of every match of a pattern in a text. */
export function placesOf(path: string, text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(new RegExp(pattern, `${pattern.flags.replace("g", "")}g`))].map(
    (match) =>
      `${path}:${text.slice(0, match.index).split("\n").length}: ${match[0].trim().slice(0, 80)}`,
  );
}
