/** What the orchestrator can be asked: the four use cases of the source, and the thirteen states of a saga. */
import { type Resource, resource } from "../checkout/operations.ts";
import type { Cart } from "../checkout/products.ts";

export type SagaState =
  | "EN_ATTENTE"
  | "VERIFICATION_STOCK"
  | "STOCK_VERIFIE"
  | "RESERVATION_STOCK"
  | "STOCK_RESERVE"
  | "CREATION_COMMANDE"
  | "COMMANDE_CREEE"
  | "SAGA_TERMINEE"
  | "ECHEC_STOCK_INSUFFISANT"
  | "ECHEC_RESERVATION_STOCK"
  | "ECHEC_CREATION_COMMANDE"
  | "COMPENSATION_EN_COURS"
  | "SAGA_ANNULEE";

export type SagaAnswer = { readonly state: SagaState };
export type AboutSaga = { readonly checkout: string };
export type SagaList = readonly { readonly checkout: string; readonly state: SagaState }[];

/** UC-SAGA-01. */
export const startSaga: Resource<Cart, SagaAnswer> = resource(
  "checkout",
  "POST",
  "/api/saga/checkout/",
);
/** UC-SAGA-02. */
export const readSaga: Resource<AboutSaga, SagaAnswer> = resource(
  "etat-saga",
  "GET",
  "/api/saga/status/",
);
/** UC-SAGA-03. */
export const listSagas: Resource<null, SagaList> = resource(
  "lister-sagas",
  "GET",
  "/api/saga/list/",
);
/** UC-SAGA-04. */
export const forceCompensation: Resource<AboutSaga, SagaAnswer> = resource(
  "forcer-compensation",
  "POST",
  "/api/saga/compensate/",
);
