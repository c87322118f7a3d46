/** What the register is asked, with the token of whoever asks. */
import { operation } from "../../../simulator/scenario.ts";

export type Reading = { readonly token: number };
export type Writing = { readonly token: number; readonly total: number };

export const read = operation<Reading, number>("registre", "lire");
export const write = operation<Writing, null>("registre", "ecrire");
