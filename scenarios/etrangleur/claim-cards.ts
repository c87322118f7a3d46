/** The promises of the marketplace, in words. Judges: `claims.ts`. */
import type { ClaimCard } from "../../simulator/vocabulary/claims.ts";

export const published: ClaimCard = {
  ...{ id: "evenement-publie", kind: "eventually", title: "Validée, donc connue" },
  sentence:
    "Toute commande validée en base finit par être connue de l’entrepôt, dans le délai promis.",
  expected: "0",
};

export const unhindered: ClaimCard = {
  ...{ id: "commande-sans-attente", kind: "never", title: "Jamais derrière le catalogue" },
  sentence:
    "Aucune commande n’attend, au-delà du temps permis, un ouvrier que le catalogue occupe.",
  expected: "0",
};

export const served: ClaimCard = {
  ...{ id: "page-servie", kind: "never", title: "Toute page est servie" },
  sentence: "Aucune demande au catalogue ne reste sans page.",
  expected: "0",
};

export const accounted: ClaimCard = {
  ...{ id: "debit-suivi", kind: "eventually", title: "Débité, donc commandé" },
  sentence: "Tout débit finit par avoir sa commande payée, dans le délai promis.",
  expected: "0",
};

export const obeyed: ClaimCard = {
  ...{ id: "poids-acceptes", kind: "never", title: "Les poids demandés sont servis" },
  sentence: "nginx ne refuse jamais le fichier que l’exploitant lui donne.",
  expected: "0",
};

export const claimCards: readonly ClaimCard[] = [published, unhindered, served, accounted, obeyed];
