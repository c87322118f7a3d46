/**
 * Prepared faults: one gesture each, and the defect that it exposes.
 *
 * As published, registers hear each other in the store and the centre appends what comes: « Les causes
 * d’abord » is broken in nearly every run, by two neighbours and the turns of their calls. Elsewhere the
 * parameters keep apart what has another cause.
 */
import { ms, seconds } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";
import { chainIncidents } from "./card-chain.ts";

const PUBLISHED = { variant: "publiee", seed: 42 } as const;
const FORMER = { variant: "dernier-ecrit-gagne", seed: 42 } as const;
/** Neither articles taken off (defect 9) nor names that cannot be split (defect 12). */
const APART = { retraits: 0, identifiants: "magasin-caisse" } as const;

const STORE_ALONE = [
  "partition:m1-c1,m1-c2|siege@20s+200s",
  "partition:m1-c1|m1-c2@20s+200s",
] as const;

export const incidents: readonly IncidentCard[] = [
  {
    ...{ ...PUBLISHED, id: "dernier-article", defect: 11, seed: 170 },
    parameters: { ...APART, stock: 2 },
    title: "Le dernier casque, deux fois",
    text: "Il reste un casque quand le réseau du magasin 1 tombe, dedans comme dehors : chaque caisse le compte encore, et les deux le vendent.",
    faults: STORE_ALONE,
    breaks: ["jamais-survendu", "ordre-causal"],
  },
  {
    ...{ ...PUBLISHED, id: "accuse-perdu", defect: 10, parameters: APART },
    title: "Un accusé de réception se perd",
    text: "Le siège a tout reçu, sa réponse n’arrive pas : la caisse renvoie le même lot, et il est compté deux fois.",
    faults: ["partition:siege>m1-c1@30s+150s"],
    breaks: ["ordre-causal", "projection-egale-rejeu"],
  },
  {
    ...{ ...PUBLISHED, id: "caisse-coupee", defect: 11 },
    // Each line leaves nearly at once: what comes before its cause comes so by the cut, not by the turns of calls.
    parameters: { ...APART, intervalle: seconds(12), "periode-synchro": ms(100) },
    title: "Une caisse coupée du siège",
    text: "La caisse A du magasin 1 parle encore à sa voisine, plus au siège : les effets arrivent avant leurs causes, et sont rangés ainsi.",
    faults: ["partition:m1-c1|siege@30s+120s"],
    breaks: ["ordre-causal"],
  },
  {
    ...{ ...PUBLISHED, id: "article-retire", defect: 9 },
    title: "Un article retiré du ticket",
    text: "Un client sur trois renonce à un article : le ticket le fait payer quand même.",
    parameters: { retraits: 330_000, identifiants: "magasin-caisse" },
    faults: [],
    breaks: ["ordre-causal", "total-juste"],
  },
  {
    ...{ ...PUBLISHED, id: "prefixe", defect: 12, parameters: { retraits: 0 } },
    title: "Un magasin nommé « caisse »",
    text: "Les caisses s’appellent « caisse_001 » : coupé à « _ », ce nom donne toutes les ventes à un magasin qui n’existe pas.",
    faults: [],
    breaks: ["ca-en-5s", "ordre-causal"],
  },
  {
    ...{ ...PUBLISHED, id: "retouche", defect: 14, parameters: APART },
    title: "Une ligne retouchée par SQL",
    text: "Le montant d’un ticket clos est divisé par deux dans la base d’une caisse ; puis le siège la contrôle.",
    faults: ["request:retoucher@150s", "request:controler@160s"],
    breaks: ["journal-inaltere", "ordre-causal"],
  },
  {
    ...{ ...PUBLISHED, id: "fin-coupee", defect: 14, parameters: APART },
    title: "La fin du journal coupée",
    text: "Le dernier ticket d’une caisse disparaît en entier : ce qui reste se suit, et seul le siège peut savoir qu’il y avait une suite.",
    faults: ["request:couper@150s", "request:controler@240s"],
    breaks: ["journal-inaltere", "ordre-causal"],
  },
  {
    ...{ ...FORMER, id: "magasin-coupe", defect: null, parameters: {} },
    title: "Le magasin isolé, deux fois le même numéro",
    text: "Sans réseau, les deux caisses du magasin 1 donnent les mêmes numéros de ticket : au retour, la dernière écriture efface l’autre vente.",
    faults: STORE_ALONE,
    breaks: ["aucune-vente-perdue"],
  },
  {
    ...{ ...FORMER, id: "horloge-en-retard", defect: null },
    // The first customer has come, and has not finished paying, when the clock goes back: under any luck.
    parameters: { intervalle: seconds(5), paiement: seconds(60) },
    title: "Une horloge reculée de 120 s",
    text: "L’horloge de la caisse B du magasin 1 recule pendant qu’un client paie, ce qui dure ici une minute : la clôture du ticket paraît plus ancienne que son ouverture, et le siège l’écarte sans rien dire.",
    faults: ["skew:m1-c2=-120s@60s+200s"],
    breaks: ["aucune-vente-perdue"],
  },
  ...chainIncidents,
];
