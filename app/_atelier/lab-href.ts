/** The address of the laboratory in the very state that a piece of the gallery shows. */
import { formatParameter } from "@/simulator/vocabulary/parameters.ts";
import type { GalleryIncident, GalleryPiece } from "./gallery-piece.ts";

interface Shown {
  readonly incident: string | null;
  readonly breaches: readonly { readonly index: number }[];
}

const part = (key: string, value: string): string => `${key}=${encodeURIComponent(value)}`;

/** With the fault in hand, and at its first breach once that is known. */
export function labHref(
  piece: Pick<GalleryPiece, "id" | "parameters">,
  incident: GalleryIncident | null,
  shown: Shown | null,
): string {
  const page = `/labo/${piece.id}/`;
  if (incident === null) return page;
  const changed = Object.entries(incident.parameters).filter(
    ([id, value]) => formatParameter(value) !== formatParameter(piece.parameters[id] ?? value),
  );
  const first = shown?.incident === incident.id ? shown.breaches[0] : undefined;
  const parts = [
    "v=1",
    part("variante", incident.variant),
    `graine=${incident.seed}`,
    ...changed.map(([id, value]) => part(`p.${id}`, formatParameter(value))),
    ...incident.faults.map((text, i) => part(`f${i + 1}`, text)),
    ...(first === undefined ? [] : [`pas=${first.index + 1}`]),
  ];
  return `${page}#${parts.join("&")}`;
}
