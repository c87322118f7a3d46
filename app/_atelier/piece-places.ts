/**
 * Where the boxes of a piece stand in its laboratory: the grid of its card, with boxes no taller than
 * their readings could fill, and rows of a phone as high as theirs ask.
 *
 * Worked out while the site is built, so that no laboratory carries it. Pure geometry.
 */
import type { NodeCard } from "@/simulator/vocabulary/card.ts";
import type { PieceCard } from "@/simulator/vocabulary/fidelity.ts";
import { readingsNeed } from "../_lab/stage/box-need.ts";
import { edges, type Span, spanOf } from "./grid.ts";

/** Head and padding of a box, px. */
const HEAD = 36;
const BOX_LEAST = 76;
/** A box that is this much too tall is cut, px. */
const SLACK = 48;
const PHONE = { margin: 12, gap: 28, rowMost: 240 } as const;

const needAt = (node: NodeCard, widthPx: number): number =>
  Math.max(BOX_LEAST, HEAD + readingsNeed(node, widthPx));

/** In the middle of its place, as tall as it needs. */
function snug(node: NodeCard): NodeCard {
  const need = needAt(node, node.width);
  if (node.height <= need + SLACK) return node;
  return { ...node, y: Math.round(node.y + (node.height - need) / 2), height: need };
}

interface PhoneRows {
  readonly heights: readonly number[];
  readonly spans: ReadonlyMap<string, Span>;
}

function phoneRows(nodes: readonly NodeCard[]): PhoneRows {
  const ys = edges(nodes.map((node) => node.phone.y));
  const spans = new Map(
    nodes.map((node) => [node.id, spanOf(ys, node.phone.y, node.phone.height)] as const),
  );
  const heights = ys.map((_, row) =>
    Math.max(
      BOX_LEAST,
      ...nodes
        .filter(({ id }) => spans.get(id)?.from === row && spans.get(id)?.count === 1)
        .map((node) => Math.min(PHONE.rowMost, needAt(node, node.phone.width))),
    ),
  );
  return { heights, spans };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0);

function onPhone(node: NodeCard, { heights, spans }: PhoneRows): NodeCard["phone"] {
  const { from, count } = spans.get(node.id) ?? { from: 0, count: 1 };
  const top = PHONE.margin + sumOf(heights.slice(0, from)) + from * PHONE.gap;
  const room = sumOf(heights.slice(from, from + count)) + (count - 1) * PHONE.gap;
  const height = Math.min(room, needAt(node, node.phone.width));
  return { ...node.phone, y: Math.round(top + (room - height) / 2), height };
}

/** The same card, its boxes where a reader sees them best. */
export function withPlaces(card: PieceCard): PieceCard {
  const rows = phoneRows(card.nodes);
  return {
    ...card,
    nodes: card.nodes.map((node) => ({ ...snug(node), phone: onPhone(node, rows) })),
  };
}
