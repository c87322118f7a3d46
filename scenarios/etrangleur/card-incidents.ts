/**
 * Prepared faults: one gesture each, and what it exposes.
 *
 * The tests replay each of them in the step of the migration that it names (the promises break) and in the
 * one that mends it, with the same seed and the same faults.
 */
import { ms, seconds } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";

/** Orders often enough for one of them to be there when it matters, under any luck. */
const OFTEN = { intervalle: ms(250) } as const;

const WITHOUT_DEFECT = { defect: null, seed: 42, parameters: {}, faults: [] } as const;

export const incidents: readonly IncidentCard[] = [
  {
    ...{ ...WITHOUT_DEFECT, id: "pointe", variant: "monolithe" },
    title: "La pointe du catalogue",
    text: "Aucune panne : 500 000 pages par heure pendant six secondes. Les commandes font la queue avec elles.",
    parameters: { intervalle: ms(200) },
    breaks: ["commande-sans-attente"],
  },
  {
    ...{ ...WITHOUT_DEFECT, id: "poids-zero", defect: 1, variant: "catalogue-extrait" },
    title: "weight=0, au rechargement",
    text: "À mi-chemin, l’exploitant donne tout au nouveau service, comme l’écrit le texte : nginx refuse le fichier et garde l’ancien partage.",
    parameters: { aiguillage: "publiee", poids: 50 },
    faults: ["request:peser/100@2s"],
    breaks: ["poids-acceptes"],
  },
  {
    ...{ ...WITHOUT_DEFECT, id: "poids-zero-demarrage", defect: 1, variant: "catalogue-extrait" },
    title: "weight=0, au démarrage",
    text: "Le fichier du texte, tel quel, est déjà sur le disque quand nginx démarre : il ne démarre pas, et la boutique est fermée.",
    parameters: { aiguillage: "publiee", poids: 100 },
    breaks: ["page-servie", "poids-acceptes"],
  },
  {
    ...{ ...WITHOUT_DEFECT, id: "arret-avant-publication", variant: "monolithe" },
    title: "Arrêt entre valider et publier",
    text: "Hors pointe, la machine qui prend les commandes s’arrête : l’une d’elles est validée, et son événement n’est pas parti.",
    parameters: { pointe: 50_000 },
    faults: ["crash:monolithe@10600ms+2s", "crash:commandes@10600ms+2s"],
    breaks: ["evenement-publie", "page-servie"],
  },
  {
    ...{ ...WITHOUT_DEFECT, id: "ouvriers-tues", variant: "monolithe" },
    title: "Des ouvriers tués plus souvent",
    text: "Un ouvrier vit deux secondes au lieu de vingt-sept minutes : ce que les chiffres publiés laissent passer se voit.",
    parameters: { "vie-ouvrier": seconds(2), pointe: 50_000, ...OFTEN },
    breaks: ["evenement-publie"],
  },
  {
    ...{ ...WITHOUT_DEFECT, id: "nouveau-service-tombe", variant: "catalogue-extrait" },
    title: "Le nouveau service tombe à la pointe",
    text: "Le monolithe reprend le catalogue aussitôt ; les commandes, qui vivent encore chez lui, attendent de nouveau.",
    parameters: OFTEN,
    faults: ["crash:catalogue@5s+4s"],
    breaks: ["commande-sans-attente"],
  },
  {
    ...{ ...WITHOUT_DEFECT, id: "retour-par-les-poids", variant: "catalogue-extrait" },
    title: "Un mauvais catalogue, retiré par son poids",
    text: "Hors pointe, la nouvelle version du catalogue accepte les demandes et n’y répond plus ; nginx a sa patience d’origine, une minute. À sept secondes, l’exploitant ramène son poids à zéro : le monolithe fait toutes les pages suivantes.",
    parameters: { pointe: 50_000, poids: 50, "delai-service": seconds(60) },
    faults: ["pause:catalogue@4s+20s", "request:peser/0@7s"],
    breaks: ["page-servie"],
  },
  {
    ...{ ...WITHOUT_DEFECT, id: "debit-sans-commande", variant: "commandes-extraites" },
    title: "Débitée, puis plus rien",
    text: "Commandes s’arrête quand Stripe a prélevé et que la commande n’est pas encore écrite.",
    faults: ["crash:commandes@3935ms+2s"],
    breaks: ["debit-suivi"],
  },
];
