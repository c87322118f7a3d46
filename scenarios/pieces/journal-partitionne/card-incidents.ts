/** Prepared faults: the same falls, under several settings. */
import type { PieceIncident } from "../piece-card.ts";

/** The first broker answers clients and reaches no copy; then it falls. */
const ALONE_THEN_DEAD = [
  "partition:courtier-1|courtier-2,courtier-3@5s+5s",
  "crash:courtier-1@9s+20s",
];
/** Cut off until its copies are struck off the list, then it falls. */
const LONE_LEADER = [
  "partition:courtier-1|courtier-2,courtier-3@3s+14s",
  "crash:courtier-1@14s+22s",
];

export const incidents: readonly PieceIncident[] = [
  {
    ...{ id: "dirigeant-tombe", title: "Un dirigeant tombe, acks=all" },
    text: "Le premier courtier tombe ; un autre, à jour, dirige sa partition. La boutique renvoie ce qui n’a pas eu de réponse.",
    ...{ variant: "tous", faults: ["crash:courtier-1@5s+10s"] },
    breaks: [],
  },
  {
    ...{ id: "seul-a-repondre", title: "Le dirigeant répond seul, acks=1" },
    text: "Coupé de ses copies, le premier courtier répond « écrit », puis tombe. Le suivant n’a jamais vu ces commandes.",
    ...{ variant: "un", faults: ALONE_THEN_DEAD },
    breaks: ["crue-ecrite-donc-lue", "dirigeant-a-tout"],
  },
  {
    ...{ id: "personne-ne-repond", title: "Personne ne répond, acks=0" },
    text: "Le premier courtier est arrêté ; la boutique lui écrit encore et n’attend aucune réponse.",
    ...{ variant: "aucun", faults: ["crash:courtier-1@5s+10s"] },
    breaks: ["crue-ecrite-donc-lue"],
  },
  {
    ...{ id: "liste-d-un-seul", title: "acks=all, une seule copie à jour, élection de quiconque" },
    text: "« Toutes les copies à jour » n’en désigne plus qu’une : elle acquitte seule, tombe, et un courtier en retard est élu.",
    ...{ variant: "tous", faults: LONE_LEADER, parameters: { minimum: 1, election: "quiconque" } },
    breaks: ["dirigeant-a-tout"],
  },
  {
    ...{
      id: "liste-d-un-seul-fidele",
      title: "Les mêmes pannes, élection parmi les copies à jour",
    },
    text: "Sans copie à jour, la partition attend le retour de son dirigeant : rien n’est perdu, plus rien ne s’écrit.",
    ...{ variant: "tous", faults: LONE_LEADER, parameters: { minimum: 1, election: "a-jour" } },
    breaks: [],
  },
  {
    ...{ id: "sans-numeros", title: "Réponses perdues, sans numéros de série" },
    text: "La boutique renvoie ce qui est resté sans réponse ; sans numéros, le courtier l’écrit une seconde fois.",
    ...{ variant: "tous", faults: ["loss:courtier-1>boutique=40@3s+8s"] },
    ...{ parameters: { numeros: "non" }, breaks: ["ordre-du-client"] },
  },
  {
    ...{ id: "avec-numeros", title: "Les mêmes pertes, avec les numéros" },
    text: "Le courtier reconnaît ce qu’il a déjà écrit et répond comme la première fois.",
    ...{ variant: "tous", faults: ["loss:courtier-1>boutique=40@3s+8s"] },
    breaks: [],
  },
];
