/**
 * Prepared faults: one gesture each, and the defect of the published code that it exposes.
 *
 * The tests replay each of them in its own variant (the named promises break) and in « corrigee » (none does),
 * with the same seed, the same parameters and the same faults.
 */
import { minutes, ms, seconds } from "../../simulator/base/time.ts";
import type { IncidentCard } from "../../simulator/vocabulary/card.ts";

/** One cause at a time: reports that are long by nature are left out, unless the story is about them. */
const ALL_SHORT = { "rapports-lourds": 0 } as const;
const SHARED = { seed: 42, parameters: ALL_SHORT, defect: null } as const;
const SLOW_REPORTS = ["slow:rapports=4000@30s+90s"] as const;

export const incidents: readonly IncidentCard[] = [
  {
    ...{ ...SHARED, id: "rapports-lents", variant: "nue" },
    title: "Rapports devient lent",
    text: "Un rapport prend quarante fois plus de temps ; un à un, ses appels prennent toutes les places de la passerelle.",
    faults: SLOW_REPORTS,
    breaks: ["passerelle-jamais-epuisee", "autres-servis"],
  },
  {
    ...{ ...SHARED, id: "repli-ecrase", variant: "repli-publie", defect: 15 },
    title: "Rapports refuse une demi-minute",
    text: "Le repli du disjoncteur répond à sa place ; l’enveloppe prend ce message pour un rapport, le garde, et le dit à jour.",
    faults: ["refuse:rapports@90s+30s"],
    breaks: ["degrade-annonce", "bonne-copie-gardee"],
  },
  {
    ...{ ...SHARED, id: "fonction-transmise", variant: "repli-publie", defect: 16 },
    title: "La fonction à la place de la requête",
    text: "Aucune panne : « fire » transmet la fonction à une action qui attend une requête, et Rapports reçoit une demande sans nom.",
    parameters: { ...ALL_SHORT, transmis: "fonction" },
    faults: [],
    breaks: ["rapport-nomme", "degrade-annonce"],
  },
  {
    ...{ ...SHARED, id: "panne-de-huit-minutes", variant: "repli-publie", defect: 17 },
    title: "Huit minutes de panne, cinq de cache",
    text: "Sans le message de repli, le cache de secours répond ; après trois cents secondes, ses copies meurent l’une après l’autre.",
    parameters: { ...ALL_SHORT, repli: "aucun", duree: minutes(11) },
    faults: ["refuse:rapports@90s+8min"],
    breaks: ["copie-disponible"],
  },
  {
    ...{ ...SHARED, id: "file-sans-fin", variant: "cloison", defect: 18 },
    title: "La file de la cloison n’a pas de fin",
    text: "Trois appels seulement sont en cours ; les autres attendent à la cloison, et chacun garde une place de la passerelle.",
    faults: SLOW_REPORTS,
    breaks: ["passerelle-jamais-epuisee", "autres-servis", "file-bornee", "trois-calculs"],
  },
  {
    ...{ ...SHARED, id: "plus-de-trois", variant: "repli-publie", defect: 19 },
    title: "Le délai rend la place, le calcul continue",
    text: "Au bout de quinze secondes la place est rendue et un autre appel part ; Rapports, lui, calcule toujours le premier.",
    faults: ["slow:rapports=4000@30s+40s"],
    breaks: ["trois-calculs", "degrade-annonce", "file-bornee"],
  },
  {
    ...{ ...SHARED, id: "sonde-lente", variant: "repli-publie", defect: 20 },
    title: "La sonde est lente, et saine",
    text: "C’est la fin du trimestre : un rapport prend de seize à vingt-huit secondes. Après une panne, chaque sonde dépasse quinze secondes et rouvre.",
    parameters: {
      ...{ "rapports-lourds": 1_000_000, "intervalle-rapports": seconds(12), volume: 1 },
      duree: minutes(6),
    },
    faults: ["refuse:rapports@60s+2min"],
    breaks: ["referme", "degrade-annonce"],
  },
  {
    ...{ ...SHARED, id: "mort-net", variant: "nue" },
    title: "Rapports refuse aussitôt",
    text: "La même passerelle nue, et un service mort au lieu d’un service lent : les autres n’en savent rien.",
    faults: ["refuse:rapports@30s+90s"],
    breaks: [],
  },
  {
    ...{ ...SHARED, id: "rafale", variant: "disjoncteur" },
    title: "Une rafale de rapports, sans cloison",
    text: "Cinq fois plus de rapports : les places sont prises avant que le premier délai de quinze secondes ne passe, et Rapports, débordé, ne s’en remet pas.",
    parameters: { ...ALL_SHORT, "intervalle-rapports": ms(160) },
    faults: SLOW_REPORTS,
    breaks: ["passerelle-jamais-epuisee", "autres-servis", "referme"],
  },
  {
    ...{ ...SHARED, id: "tempete", variant: "nue" },
    title: "Trois essais à trois étages",
    text: "Rapports ralentit une demi-minute ; le client, la passerelle et sa bibliothèque insistent chacun, et la panne finie n’en finit pas.",
    parameters: {
      ...ALL_SHORT,
      ...{ "essais-client": 3, "essais-passerelle": 3, "essais-bibliotheque": 3 },
    },
    faults: ["slow:rapports=4000@30s+30s"],
    breaks: ["passerelle-jamais-epuisee", "autres-servis"],
  },
  {
    ...{ ...SHARED, id: "fragment-malade", variant: "disjoncteur" },
    title: "Un fragment malade, un seuil bas",
    text: "Un rapport sur quatre tombe sur un fragment illisible ; au seuil d’un échec sur dix, les trois autres sont refusés aussi.",
    parameters: { ...ALL_SHORT, "fragment-malade": 250_000, seuil: 10 },
    faults: [],
    breaks: [],
  },
  {
    ...{ ...SHARED, id: "cloison-trop-etroite", variant: "cloison" },
    title: "Analytique a cinq places, et personne d’autre n’en prend",
    text: "Les demandes affluent, Analytique ralentit sans tomber ; cinq places ne suffisent plus, alors que la passerelle en a soixante.",
    parameters: {
      ...ALL_SHORT,
      ...{ "intervalle-autres": ms(20), "duree-lecture": [30, 36, 40], duree: seconds(60) },
    },
    faults: ["slow:analytique=1800@20s+30s"],
    breaks: ["autres-servis"],
  },
  {
    // Of the twenty months of the calibration, one that looks like their median.
    ...{ id: "le-mois", variant: "nue", seed: 16, defect: null },
    title: "Un mois en accéléré",
    text: "Trente jours et huit exports complets ; les jours calmes passent vite, les minutes qui comptent passent à leur vitesse.",
    parameters: { incidents: 8 },
    faults: [],
    breaks: ["passerelle-jamais-epuisee", "autres-servis"],
  },
];
