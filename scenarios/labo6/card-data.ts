/** The orchestrator’s database, its operations, its handlers and its machine of thirteen states. */
import type {
  DatabaseCard,
  HandlerCard,
  MachineCard,
  OperationCard,
} from "../../simulator/vocabulary/card.ts";
import { cents, instant, integer, text } from "../checkout/card-data.ts";

export const sagaDatabase: DatabaseCard = {
  ...{ id: "sagas", title: "Base des sagas", node: "orchestrateur" },
  tables: [
    {
      name: "sagas",
      columns: [
        text("id", "saga"),
        text("checkout_id", "checkout"),
        text("client_id", "client"),
        text("sku", "article"),
        integer("quantity", "qté"),
        cents("total_cents", "montant"),
        text("state", "état"),
        text("error", "erreur"),
        instant("updated_at", "modifiée"),
      ],
      ...{ key: ["id"], subject: "checkout_id", rowNamed: "la saga" },
    },
  ],
};

const asked = (id: string, request: string, reply: string, sentence: string): OperationCard => ({
  ...{ id, request, reply, sentence, isCompensation: false },
});

export const sagaOperations: readonly OperationCard[] = [
  asked("checkout", "checkout", "reçu", "demande de checkout"),
  asked("etat-saga", "où en est-elle ?", "état", "question sur l’état d’une saga"),
  asked("lister-sagas", "lesquelles ?", "liste", "question sur les sagas actives"),
  {
    ...{ id: "forcer-compensation", request: "forcer", reply: "annulée" },
    ...{ sentence: "ordre de compenser une saga", isCompensation: true },
  },
];

const PUBLISHED = "published.services.ts";
const CORRECTED = "corrected.services.ts";

export const sagaHandlers: readonly HandlerCard[] = [
  { name: "runSaga", title: "Saga telle que publiée", file: PUBLISHED },
  { name: "forceRollback", title: "Compensation forcée, telle que publiée", file: PUBLISHED },
  { name: "runKeyedSaga", title: "Saga corrigée", file: CORRECTED },
  { name: "forceSettledRollback", title: "Compensation forcée, corrigée", file: CORRECTED },
  { name: "resumeSagas", title: "Reprise : chercher", file: CORRECTED },
  { name: "resumeSaga", title: "Reprise d’une saga", file: CORRECTED },
  { name: "tellState", title: "Orchestrateur : dire un état", file: "status.services.ts" },
  { name: "listActive", title: "Orchestrateur : lister les sagas", file: "status.services.ts" },
];

export const machines: readonly MachineCard[] = [
  {
    ...{ id: "saga", title: "Saga", database: "sagas", table: "sagas" },
    ...{ stateColumn: "state", stepColumn: null, steps: [] },
    states: [
      { id: "EN_ATTENTE", title: "en attente", sign: "saga-new" },
      { id: "VERIFICATION_STOCK", title: "vérification", sign: "saga-run" },
      { id: "STOCK_VERIFIE", title: "stock vérifié", sign: "saga-run" },
      { id: "RESERVATION_STOCK", title: "réservation", sign: "saga-run" },
      { id: "STOCK_RESERVE", title: "stock réservé", sign: "saga-run" },
      { id: "CREATION_COMMANDE", title: "création", sign: "saga-run" },
      { id: "COMMANDE_CREEE", title: "commande créée", sign: "saga-run" },
      { id: "SAGA_TERMINEE", title: "terminée", sign: "saga-done" },
      { id: "ECHEC_STOCK_INSUFFISANT", title: "stock insuffisant", sign: "saga-undo" },
      { id: "ECHEC_RESERVATION_STOCK", title: "échec réservation", sign: "saga-undo" },
      { id: "ECHEC_CREATION_COMMANDE", title: "échec création", sign: "saga-undo" },
      { id: "COMPENSATION_EN_COURS", title: "compense", sign: "saga-undo" },
      { id: "SAGA_ANNULEE", title: "annulée", sign: "saga-undone" },
    ],
    transitions: [
      ["EN_ATTENTE", "VERIFICATION_STOCK"],
      ["VERIFICATION_STOCK", "STOCK_VERIFIE"],
      ["VERIFICATION_STOCK", "ECHEC_STOCK_INSUFFISANT"],
      ["STOCK_VERIFIE", "RESERVATION_STOCK"],
      ["STOCK_VERIFIE", "COMPENSATION_EN_COURS"],
      ["RESERVATION_STOCK", "STOCK_RESERVE"],
      ["RESERVATION_STOCK", "ECHEC_RESERVATION_STOCK"],
      ["STOCK_RESERVE", "CREATION_COMMANDE"],
      ["CREATION_COMMANDE", "COMMANDE_CREEE"],
      ["CREATION_COMMANDE", "ECHEC_CREATION_COMMANDE"],
      ["COMMANDE_CREEE", "SAGA_TERMINEE"],
      ["ECHEC_STOCK_INSUFFISANT", "COMPENSATION_EN_COURS"],
      ["ECHEC_RESERVATION_STOCK", "COMPENSATION_EN_COURS"],
      ["ECHEC_CREATION_COMMANDE", "COMPENSATION_EN_COURS"],
      ["COMPENSATION_EN_COURS", "SAGA_ANNULEE"],
    ],
  },
];
