/** What a part shows in its node's box, as lines of the inspector: in words to copy, and drawn. */
import {
  isPartReading,
  type PartReadingCard,
  partText,
  slotOfPart,
} from "@/app/_texte/part-words.ts";
import { before, type InspectSection, type Reading, slotValue } from "./reading.ts";

const partsOf = ({ card }: Reading, node: string): readonly PartReadingCard[] =>
  (card.nodes.find(({ id }) => id === node)?.readings ?? []).filter(isPartReading);

/** Slots that these lines already say. */
export const slotsOfParts = (reading: Reading, node: string): ReadonlySet<string> =>
  new Set(partsOf(reading, node).map((part) => slotOfPart(node, part)));

export function partSection(reading: Reading, node: string): InspectSection {
  const rows = partsOf(reading, node).map((part) => {
    const path = slotOfPart(node, part);
    const value = slotValue(reading, path, (shown) => partText(part, shown));
    return {
      id: path,
      label: part.title,
      values: [value],
      part: {
        reading: part,
        value: reading.timeline.value(path),
        changed: value.before === null ? null : { before: before(reading, path) },
      },
    };
  });
  return { id: "parts", title: "Ce qu’il montre", rows };
}
