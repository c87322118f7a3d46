/**
 * What a schema text declares: tables, their columns, and what is unique in them.
 *
 * Lets a part refuse, while the scenario is assembled, a table that lacks the column or the unique key on which
 * its promise rests (PGS-3: an ON CONFLICT without its index is an error at each statement). Reads names only;
 * whether the text is right is the database's business.
 */
import { required } from "../../../base/configuration.ts";
import { closingIndex, nameOf, type Token, tokenize } from "../../../world/database/tokenizer.ts";

export interface DeclaredTable {
  readonly columns: readonly string[];
  /** Columns of each primary key, unique constraint and unique index. */
  readonly uniques: readonly (readonly string[])[];
}

/** Tables by name. */
export function declaredTables(schema: readonly string[]): ReadonlyMap<string, DeclaredTable> {
  const tables = new Map<string, { columns: string[]; uniques: string[][] }>();
  for (const text of schema) {
    const tokens = tokenize(text);
    const words = tokens.map(({ upper }) => upper);
    if (words[1] === "TABLE") {
      const open = words.indexOf("(");
      const table = tableIn(tokens.slice(open + 1, closingIndex(tokens, open)));
      tables.set(nameOf(tokens[open - 1]) ?? "", table);
    } else if (words[1] === "UNIQUE" && words[2] === "INDEX") {
      const at = words.indexOf("ON");
      const own = tables.get(nameOf(tokens[at + 1]) ?? "");
      own?.uniques.push(namesIn(tokens, words.indexOf("(", at)));
    }
  }
  return tables;
}

/** Names between the parenthesis at `open` and its closing one. */
const namesIn = (tokens: readonly Token[], open: number): string[] =>
  tokens.slice(open + 1, closingIndex(tokens, open)).flatMap((token) => nameOf(token) ?? []);

function tableIn(tokens: readonly Token[]): { columns: string[]; uniques: string[][] } {
  const table = { columns: [] as string[], uniques: [] as string[][] };
  const depth = tokens[0]?.depth ?? 0;
  let from = 0;
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at];
    if (token !== undefined && (token.text !== "," || token.depth !== depth)) continue;
    readPart(tokens.slice(from, at), table);
    from = at + 1;
  }
  return table;
}

/** A column, or a constraint of the whole table. */
function readPart(
  part: readonly Token[],
  table: { readonly columns: string[]; readonly uniques: string[][] },
): void {
  const words = part.map(({ upper }) => upper);
  const isConstraint = words[0] === "CONSTRAINT";
  const first = isConstraint ? words[2] : words[0];
  const isUnique = words.includes("UNIQUE") || (words.includes("PRIMARY") && words.includes("KEY"));
  if (first === "PRIMARY" || first === "UNIQUE") {
    table.uniques.push(namesIn(part, words.indexOf("(")));
    return;
  }
  if (isConstraint || first === "CHECK" || first === "FOREIGN") return;
  const column = nameOf(part[0]);
  if (column === undefined) return;
  table.columns.push(column);
  if (isUnique) table.uniques.push([column]);
}

/** @throws BadConfiguration unless the schema declares this table with these columns. */
export function requiredTable(
  field: string,
  schema: readonly string[],
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
): DeclaredTable {
  const declared = declaredTables(schema).get(table);
  required(field, declared !== undefined, `la base ne déclare aucune table « ${table} ».`);
  const known = declared as DeclaredTable;
  for (const column of columns) {
    const isThere = known.columns.includes(column);
    required(field, isThere, `la table « ${table} » n’a pas de colonne « ${column} ».`);
  }
  return known;
}

/** @throws BadConfiguration unless no two rows of this table can have the same values in these columns. */
export function requiredUnique(
  field: string,
  schema: readonly string[],
  asked: { readonly table: string; readonly columns: readonly string[] },
): void {
  const { uniques } = requiredTable(field, schema, asked);
  const wanted = [...asked.columns].sort().join();
  const isUnique = uniques.some((columns) => [...columns].sort().join() === wanted);
  const names = asked.columns.join(", ");
  const problem = `la table « ${asked.table} » n’a ni clé primaire ni index unique sur (${names}) : deux lignes pourraient porter le même identifiant. Ajoutez-en un.`;
  required(field, isUnique, problem);
}
