import { describe, expect, test } from "vitest";
import { pieceCards } from "@/scenarios/pieces/cards.ts";
import { play } from "@/simulator/testing/play.ts";
import { innerWidth } from "../_lab/stage/part-layout.ts";
import { isPartReading } from "../_texte/part-words.ts";
import { galleryPiece } from "./gallery-piece.ts";
import { readRun, stepAt } from "./living-run.ts";
import { lastLines, type MiniLine, miniLines } from "./mini-reading.ts";

/** A tile of three on a wide screen, of two at 1024, of one on a phone, px. */
const TILES = [436, 458, 350];
/** Letters of rows are 12.5 px of a mono face, a little tightened. */
const LETTER_PX = 7.25;
/** A narrow box has six pixels less padding. */
const SPARE_PX = 6;

const rowPx = ({ label, text }: MiniLine): number =>
  (label.length + text.length) * LETTER_PX + (text === "" ? 0 : 5);

describe.each(pieceCards.map((card) => [card.id, card] as const))("les lignes de %s", (_, card) => {
  const piece = galleryPiece(card);
  const run = play(card.id);
  const living = readRun(piece, run.log, run.summary());
  living.timeline.seek(stepAt(living, living.endUs));

  test("aucune ligne de données n’est plus large que sa boîte, et chacune est sous son titre", () => {
    for (const tile of TILES) {
      for (const node of piece.nodes) {
        const box = piece.stage.boxes.find(({ id }) => id === node.id);
        const innerPx = innerWidth((tile * (box?.width ?? 0)) / 100);
        for (const reading of node.readings) {
          if (isPartReading(reading)) continue;
          const lines = miniLines(piece, living.timeline, node, reading, innerPx);
          const rows = lines.filter(({ kind }) => kind === "row");
          const wide = rows.filter((line) => rowPx(line) > innerPx + SPARE_PX);
          expect(wide, `${node.id} à ${tile}`).toEqual([]);
          if (rows.length > 0) expect(lines[0]).toMatchObject({ kind: "head" });
          expect(lines.every(({ text }) => text !== "…")).toBe(true);
        }
      }
    }
  });
});

test("quand la place manque, les dernières lignes restent, sous leur titre", () => {
  const line = (id: string, kind: "row" | "head"): MiniLine => ({
    ...{ id, kind, label: id, text: "", share: null },
  });
  const lines = [line("titre", "head"), line("1", "row"), line("2", "row"), line("3", "row")];
  const ids = (most: number) => lastLines(lines, most).map(({ id }) => id);
  expect(ids(4)).toEqual(["titre", "1", "2", "3"]);
  expect(ids(3)).toEqual(["titre", "2", "3"]);
  expect(ids(1)).toEqual(["3"]);
});
