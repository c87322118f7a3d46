/** What the SQL console and its worker say to each other. Plain data. */
import type { Row } from "@/simulator/vocabulary/values.ts";

/** A table at one instant, as the query will find it: `schema.name`. */
export interface SqlTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly key: readonly string[];
  readonly rows: readonly Row[];
}

export type SqlCell = null | number | string;

export type SqlAnswer =
  /** `rows`: the first ones only. `isCounted` false: there are more than `rowCount`. */
  | {
      readonly kind: "rows";
      readonly columns: readonly string[];
      readonly rows: readonly (readonly SqlCell[])[];
      readonly rowCount: number;
      readonly isCounted: boolean;
    }
  /** SQLite's own words. */
  | { readonly kind: "error"; readonly words: string };

export interface SqlRequest {
  readonly number: number;
  readonly sql: string;
  readonly tables: readonly SqlTable[];
}

export type SqlMessage =
  /** SQLite is loaded: from now on the query itself is running. */
  | { readonly kind: "ready" }
  /** WebAssembly was refused. */
  | { readonly kind: "unsupported" }
  | {
      readonly kind: "answer";
      readonly number: number;
      readonly answer: SqlAnswer;
      readonly tookMs: number;
    };
