/** The chain of the text: five hundred registers in eighty stores, a ticket a minute each, for ten minutes. */
import { minutes, seconds } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";
import type { Parameters } from "../../simulator/vocabulary/parameters.ts";
import { CENTRE } from "./card-names.ts";
import { registersOf } from "./card-registers.ts";

export const CHAIN: Parameters = {
  ...{ magasins: 80, "caisses-par-magasin": 6, "magasins-plus-grands": 20 },
  ...{ intervalle: seconds(50), duree: minutes(10), "periode-synchro": seconds(30) },
  ...{ identifiants: "magasin-caisse", nouvelles: "ticket" },
};

/** Both ways between the centre and every register of some stores, by their ranks from 1. */
export function cutOf(parameters: Parameters, from: number, to: number, when: string): string {
  const inside = registersOf(parameters).filter(({ id }) => {
    const store = Number(/^m(\d+)-/.exec(id)?.[1]);
    return store >= from && store <= to;
  });
  return `partition:${inside.map(({ id }) => id).join(",")}|${CENTRE}@${when}`;
}

const CORRECTED = { ...{ variant: "corrigee", seed: 42, defect: null }, breaks: [] } as const;

export const chainIncidents: readonly IncidentCard[] = [
  {
    ...{ ...CORRECTED, id: "chaine", title: "Toute la chaîne : 500 caisses" },
    text: "Quatre-vingts magasins de six ou sept caisses, dix minutes d’ouverture : chaque magasin s’ouvre sur ses caisses.",
    ...{ parameters: CHAIN, faults: [] },
  },
  {
    ...{ ...CORRECTED, id: "region-coupee", title: "Une région coupée du siège" },
    text: "Les vingt magasins du Nord ne joignent plus le siège pendant trois minutes : ils vendent, et tout arrive au retour.",
    ...{ parameters: CHAIN, faults: [cutOf(CHAIN, 1, 20, "120s+180s")] },
  },
];
