/** The cards of every piece, in the order of the gallery. The page imports cards; never a scenario. */
import type { PieceCard } from "../../simulator/vocabulary/fidelity.ts";
import { card as agregateur } from "./agregateur/card.ts";
import { card as annuaire } from "./annuaire/card.ts";
import { card as bail } from "./bail/card.ts";
import { card as bascule } from "./bascule/card.ts";
import { card as boiteDEnvoi } from "./boite-d-envoi/card.ts";
import { card as boiteDeReception } from "./boite-de-reception/card.ts";
import { card as cache } from "./cache/card.ts";
import { card as capture } from "./capture/card.ts";
import { card as chaine } from "./chaine/card.ts";
import { card as cloison } from "./cloison/card.ts";
import { card as delai } from "./delai/card.ts";
import { card as deuxPhases } from "./deux-phases/card.ts";
import { card as disjoncteur } from "./disjoncteur/card.ts";
import { card as documents } from "./documents/card.ts";
import { card as evenements } from "./evenements/card.ts";
import { card as files } from "./files/card.ts";
import { card as flux } from "./flux/card.ts";
import { card as fusion } from "./fusion/card.ts";
import { card as horloges } from "./horloges/card.ts";
import { card as idempotence } from "./idempotence/card.ts";
import { card as journalExactementUneFois } from "./journal-exactement-une-fois/card.ts";
import { card as journalPartitionne } from "./journal-partitionne/card.ts";
import { card as lecteursDeGroupe } from "./lecteurs-de-groupe/card.ts";
import { card as limiteurParNoeud } from "./limiteur-par-noeud/card.ts";
import { card as limiteurs } from "./limiteurs/card.ts";
import { card as miseALEchelle } from "./mise-a-l-echelle/card.ts";
import { card as passerelle } from "./passerelle/card.ts";
import { card as primaireEtRepliques } from "./primaire-et-repliques/card.ts";
import { card as quorum } from "./quorum/card.ts";
import { card as repartiteur } from "./repartiteur/card.ts";
import { card as reprises } from "./reprises/card.ts";
import { card as sagaChoregraphiee } from "./saga-choregraphiee/card.ts";
import { card as sagaOrchestree } from "./saga-orchestree/card.ts";
import { card as touteReplique } from "./toute-replique/card.ts";
import { card as verrous } from "./verrous/card.ts";

export const pieceCards: readonly PieceCard[] = [
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
