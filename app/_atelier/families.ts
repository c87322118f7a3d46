/**
 * The families of parts, in the order of the gallery: their names, a sentence, and the addresses of
 * pieces. Knows no piece.
 */
import type { PartFamily, PieceCard } from "@/simulator/vocabulary/fidelity.ts";

interface Family {
  readonly title: string;
  readonly text: string;
}

export const families: Readonly<Record<PartFamily, Family>> = {
  courtiers: {
    title: "Courtiers",
    text: "Un message confié à un tiers : qui le reçoit, combien de fois, dans quel ordre.",
  },
  bases: {
    title: "Bases",
    text: "Une donnée écrite ici et lue ailleurs : ce qui survit, ce qui arrive en retard.",
  },
  resilience: {
    title: "Résilience",
    text: "Un voisin lent ou mort : attendre, insister, renoncer, refuser.",
  },
  coordination: {
    title: "Coordination",
    text: "Plusieurs nœuds, une seule histoire : qui décide, et ce qu’il en reste après une panne.",
  },
  passerelle: {
    title: "Passerelle",
    text: "L’entrée du système : router, rassembler, limiter, basculer.",
  },
};

export const familyOrder = Object.keys(families) as readonly PartFamily[];

const PREFIX = "piece-";

/** « piece-cloison » → « cloison »: the last word of its address. */
export const slugOfPiece = (id: string): string =>
  id.startsWith(PREFIX) ? id.slice(PREFIX.length) : id;

export const pieceHref = (id: string): string => `/atelier/pieces/${slugOfPiece(id)}/`;

export const byFamily = <T extends Pick<PieceCard, "family">>(
  pieces: readonly T[],
): readonly { readonly family: PartFamily; readonly pieces: readonly T[] }[] =>
  familyOrder
    .map((family) => ({ family, pieces: pieces.filter((piece) => piece.family === family) }))
    .filter(({ pieces: found }) => found.length > 0);
