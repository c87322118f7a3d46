/**
 * The little Markdown that a fidelity card is written in, as plain data: headings, paragraphs, lists,
 * tables; bold, emphasis and code inside. Anything else stays text.
 */

export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "strong" | "em" | "code"; readonly text: string };

export type Block =
  | {
      readonly kind: "heading";
      readonly level: number;
      readonly id: string;
      readonly content: readonly Inline[];
    }
  | { readonly kind: "paragraph"; readonly content: readonly Inline[] }
  | { readonly kind: "list"; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: "table";
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    };

const INLINE = /\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`/g;

/** `set` puts French spaces in what is not code. */
export function readInline(text: string, set: (text: string) => string): readonly Inline[] {
  const found: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) found.push({ kind: "text", text: set(text.slice(from, match.index)) });
    const [whole, strong, em, code] = match;
    if (strong !== undefined) found.push({ kind: "strong", text: set(strong) });
    else if (em !== undefined) found.push({ kind: "em", text: set(em) });
    else if (code !== undefined) found.push({ kind: "code", text: code });
    from = match.index + whole.length;
  }
  if (from < text.length) found.push({ kind: "text", text: set(text.slice(from)) });
  return found;
}

/** « Modélisé » → "modelise": a stable anchor. */
export const slugOf = (text: string): string =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");

const cells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

export function readMarkdown(source: string, set: (text: string) => string): readonly Block[] {
  const inline = (text: string) => readInline(text, set);
  const blocks: Block[] = [];
  for (const part of source.trim().split(/\n\s*\n/)) {
    const lines = part.split("\n");
    const first = lines[0] ?? "";
    const heading = /^(#{1,4}) (.*)$/.exec(first);
    if (heading !== null) {
      const text = heading[2] ?? "";
      blocks.push({
        kind: "heading",
        level: (heading[1] ?? "").length,
        id: slugOf(text),
        content: inline(text),
      });
      if (lines.length > 1) blocks.push(...readMarkdown(lines.slice(1).join("\n"), set));
    } else if (first.startsWith("|")) {
      const [head = "", , ...rows] = lines;
      blocks.push({
        kind: "table",
        head: cells(head).map(inline),
        rows: rows.map((row) => cells(row).map(inline)),
      });
    } else if (first.startsWith("- ")) {
      const items = part.split(/\n(?=- )/).map((item) => item.slice(2).replace(/\n\s+/g, " "));
      blocks.push({ kind: "list", items: items.map(inline) });
    } else {
      blocks.push({ kind: "paragraph", content: inline(lines.join(" ")) });
    }
  }
  return blocks;
}
