/** Every piece with its engine side: for the worker, the command line and the tests. */
import type { Scenario } from "../../simulator/simulation.ts";
import { scenario as agregateur } from "./agregateur/scenario.ts";
import { scenario as annuaire } from "./annuaire/scenario.ts";
import { scenario as bail } from "./bail/scenario.ts";
import { scenario as bascule } from "./bascule/scenario.ts";
import { scenario as boiteDEnvoi } from "./boite-d-envoi/scenario.ts";
import { scenario as boiteDeReception } from "./boite-de-reception/scenario.ts";
import { scenario as cache } from "./cache/scenario.ts";
import { scenario as capture } from "./capture/scenario.ts";
import { scenario as chaine } from "./chaine/scenario.ts";
import { scenario as cloison } from "./cloison/scenario.ts";
import { scenario as delai } from "./delai/scenario.ts";
import { scenario as deuxPhases } from "./deux-phases/scenario.ts";
import { scenario as disjoncteur } from "./disjoncteur/scenario.ts";
import { scenario as documents } from "./documents/scenario.ts";
import { scenario as evenements } from "./evenements/scenario.ts";
import { scenario as files } from "./files/scenario.ts";
import { scenario as flux } from "./flux/scenario.ts";
import { scenario as fusion } from "./fusion/scenario.ts";
import { scenario as horloges } from "./horloges/scenario.ts";
import { scenario as idempotence } from "./idempotence/scenario.ts";
import { scenario as journalExactementUneFois } from "./journal-exactement-une-fois/scenario.ts";
import { scenario as journalPartitionne } from "./journal-partitionne/scenario.ts";
import { scenario as lecteursDeGroupe } from "./lecteurs-de-groupe/scenario.ts";
import { scenario as limiteurParNoeud } from "./limiteur-par-noeud/scenario.ts";
import { scenario as limiteurs } from "./limiteurs/scenario.ts";
import { scenario as miseALEchelle } from "./mise-a-l-echelle/scenario.ts";
import { scenario as passerelle } from "./passerelle/scenario.ts";
import { scenario as primaireEtRepliques } from "./primaire-et-repliques/scenario.ts";
import { scenario as quorum } from "./quorum/scenario.ts";
import { scenario as repartiteur } from "./repartiteur/scenario.ts";
import { scenario as reprises } from "./reprises/scenario.ts";
import { scenario as sagaChoregraphiee } from "./saga-choregraphiee/scenario.ts";
import { scenario as sagaOrchestree } from "./saga-orchestree/scenario.ts";
import { scenario as touteReplique } from "./toute-replique/scenario.ts";
import { scenario as verrous } from "./verrous/scenario.ts";

export const pieces: readonly Scenario[] = [
  cloison,
  disjoncteur,
  delai,
  limiteurs,
  reprises,
  idempotence,
  limiteurParNoeud,
  repartiteur,
  miseALEchelle,
  horloges,
  chaine,
  fusion,
  verrous,
  primaireEtRepliques,
  documents,
  quorum,
  touteReplique,
  cache,
  files,
  flux,
  journalPartitionne,
  lecteursDeGroupe,
  journalExactementUneFois,
  bail,
  bascule,
  deuxPhases,
  evenements,
  annuaire,
  capture,
  boiteDEnvoi,
  boiteDeReception,
  sagaOrchestree,
  sagaChoregraphiee,
  agregateur,
  passerelle,
];
