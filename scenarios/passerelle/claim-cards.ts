/** The promises of the gateway, in words. Their judges are in `claims.ts`. */
import type { ClaimCard } from "../../simulator/vocabulary/claims.ts";

export const claimCards: readonly ClaimCard[] = [
  {
    ...{ id: "passerelle-jamais-epuisee", kind: "never", title: "Jamais épuisée par un seul" },
    sentence: "Un seul service n’occupe jamais toutes les places de la passerelle.",
    expected: "< toutes",
  },
  {
    ...{ id: "autres-servis", kind: "eventually", title: "Les autres sont servis" },
    sentence: "Une demande à un autre service que Rapports est servie en moins d’une seconde.",
    expected: "< 1 s",
  },
  {
    ...{ id: "degrade-annonce", kind: "never", title: "Dégradée, donc annoncée" },
    sentence: "Aucune réponse dégradée ne se présente comme à jour.",
    expected: "0",
  },
  {
    ...{ id: "bonne-copie-gardee", kind: "never", title: "La bonne copie est gardée" },
    sentence: "Un repli n’écrase jamais la bonne copie d’un rapport.",
    expected: "0",
  },
  {
    ...{ id: "copie-disponible", kind: "never", title: "Une copie pour tout rapport connu" },
    sentence: "Un rapport déjà mis en cache n’est jamais refusé : à défaut du rapport, sa copie.",
    expected: "0 refus",
  },
  {
    ...{ id: "trois-calculs", kind: "always", title: "La cloison borne Rapports" },
    sentence: "Rapports ne calcule jamais plus de rapports à la fois que la cloison n’a de places.",
    expected: "≤ places",
  },
  {
    ...{ id: "file-bornee", kind: "always", title: "La file reste courte" },
    sentence:
      "Jamais plus de demandes n’attendent à la cloison de Rapports que la file n’en admet.",
    expected: "≤ file",
  },
  {
    ...{ id: "referme", kind: "eventually", title: "Refermé quand tout va bien" },
    sentence:
      "Moins de deux minutes après la fin d’une panne, le disjoncteur de Rapports est fermé.",
    expected: "< 2 min",
  },
  {
    ...{ id: "rapport-nomme", kind: "never", title: "La demande nomme son rapport" },
    sentence: "Aucune demande n’arrive à Rapports sans nommer de rapport.",
    expected: "0",
  },
];
