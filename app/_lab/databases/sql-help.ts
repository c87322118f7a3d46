/**
 * A failed query in French: SQLite's own words first, then what exists that resembles what was asked.
 *
 * Names tables and columns of the card only; never rewrites the query.
 */
import { formatCount } from "@/app/_texte/numbers.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { sqlName, type TableSpec } from "./catalogue.ts";

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** Edits between two short names (insertions, deletions, replacements). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, replaced));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** How far two names are, 0 when only case and underscores differ; null when unrelated. */
function nearness(asked: string, known: string): number | null {
  const [a, b] = [plain(asked), plain(known)];
  if (a === b) return 0;
  const edits = editDistance(a, b);
  return edits <= Math.max(1, Math.floor(Math.min(a.length, b.length) / 3)) ? edits : null;
}

const bare = (name: string): string => name.split(".").at(-1) ?? name;

const enumerated = (names: readonly string[]): string =>
  names.length <= 1 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} et ${names.at(-1)}`;

function helpColumn(asked: string, specs: readonly TableSpec[], sql: string): string {
  const name = bare(asked);
  const near = specs
    .flatMap((spec) => spec.columns.map((column) => ({ spec, column: column.name })))
    .map((found) => ({ ...found, edits: nearness(name, found.column) }))
    .filter((found): found is typeof found & { edits: number } => found.edits !== null)
    // A table that the query names comes first.
    .map((found) => ({ ...found, isNamed: sql.includes(found.spec.name) }))
    .sort((a, b) => Number(b.isNamed) - Number(a.isNamed) || a.edits - b.edits);
  const best = near[0];
  if (best !== undefined) return `La table ${best.spec.name} a une colonne ${best.column}.`;
  const named = specs.filter((spec) => new RegExp(`\\b${spec.name}\\b`, "i").test(sql));
  const shown = named[0];
  if (shown === undefined) return "";
  return `La table ${shown.name} a les colonnes ${enumerated(shown.columns.map((c) => c.name))}.`;
}

function helpTable(asked: string, specs: readonly TableSpec[]): string {
  const near = specs
    .map((spec) => ({
      spec,
      edits: Math.min(
        nearness(bare(asked), spec.name) ?? 99,
        nearness(asked, spec.id) ?? 99,
        bare(asked).toLowerCase() === spec.schema ? 1 : 99,
      ),
    }))
    .filter((found) => found.edits < 99)
    .sort((a, b) => a.edits - b.edits)[0];
  if (near !== undefined) return `La table s’appelle ${near.spec.id}.`;
  return `Les tables sont ${enumerated(specs.map((spec) => spec.id))}.`;
}

/** One or two sentences. `words`: SQLite's message. */
export function explainSqlError(words: string, sql: string, specs: readonly TableSpec[]): string {
  if (words === "query too long") {
    return typeset(
      `La requête dépasse ${formatCount(20_000)} caractères : elle n’a pas été exécutée.`,
    );
  }
  const head = `${words.replace(/\.$/, "")}.`;
  const column = /^no such column: "?([\w.]+)/.exec(words);
  if (column !== null) return `${head} ${helpColumn(column[1] ?? "", specs, sql)}`.trim();
  const table = /^no such table: "?([\w.]+)/.exec(words);
  if (table !== null) return `${head} ${helpTable(table[1] ?? "", specs)}`;
  const ambiguous = /^ambiguous column name: ([\w.]+)/.exec(words);
  if (ambiguous !== null) {
    const owners = specs.filter((s) => s.columns.some((c) => c.name === bare(ambiguous[1] ?? "")));
    const names = owners.slice(0, 2).map((spec) => `${spec.name}.${bare(ambiguous[1] ?? "")}`);
    return typeset(`${head} Plusieurs tables l’ont : écrivez ${names.join(" ou ")}.`);
  }
  if (/readonly|read-only/i.test(words)) {
    return typeset(
      `${head} Les bases se lisent à l’instant du curseur ; pour les changer, il faut une panne ou un réglage.`,
    );
  }
  const near = /near "([^"]*)": syntax error/.exec(words);
  if (near !== null) {
    return typeset(
      `${head} SQLite s’arrête devant « ${near[1]} » : le mot d’avant attend autre chose.`,
    );
  }
  if (/incomplete input/.test(words)) return `${head} La requête s’arrête trop tôt.`;
  if (/too big|out of memory/i.test(words)) {
    return `${head} Le résultat ne tient pas en mémoire. Rien d’autre n’est touché.`;
  }
  return head;
}
