/**
 * What a benchmark says: figures with their gate, and how they are printed.
 */

/** One line of the table. `value` is null when the peer is absent from this machine. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly value: number | null;
  readonly unit: "×" | "ns" | "µs" | "ms" | "";
  readonly gate: Gate | null;
  /** How it was obtained, or why it is absent; French. */
  readonly detail: string;
}

export type Gate =
  | { readonly kind: "at-least"; readonly limit: number }
  | { readonly kind: "at-most"; readonly limit: number }
  | { readonly kind: "between"; readonly low: number; readonly high: number };

export const atLeast = (limit: number): Gate => ({ kind: "at-least", limit });
export const atMost = (limit: number): Gate => ({ kind: "at-most", limit });

/** Null when there is no gate or no value. */
export function isMet({ value, gate }: Figure): boolean | null {
  if (value === null || gate === null) return null;
  switch (gate.kind) {
    case "at-least":
      return value >= gate.limit;
    case "at-most":
      return value <= gate.limit;
    case "between":
      return value >= gate.low && value <= gate.high;
  }
}

const number = (value: number): string =>
  new Intl.NumberFormat("fr-FR", { maximumSignificantDigits: 3 }).format(value);

function gateInFrench(gate: Gate | null): string {
  if (gate === null) return "";
  if (gate.kind === "between") return `${number(gate.low)} à ${number(gate.high)}`;
  return `${gate.kind === "at-least" ? "≥" : "≤"} ${number(gate.limit)}`;
}

function verdict(figure: Figure): string {
  const met = isMet(figure);
  return met === null ? "" : met ? "tenu" : "MANQUÉ";
}

/** A table in columns, then the details of each figure. */
export function inFrench(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.title,
    figure.value === null ? "absent" : `${number(figure.value)} ${figure.unit}`.trim(),
    gateInFrench(figure.gate),
    verdict(figure),
    figure.detail,
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => (row[column] as string).length)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        if (column === 4) return cell;
        const width = widths[column] as number;
        return column === 1 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  return lines.join("\n");
}
