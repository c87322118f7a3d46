// Planted errors, on the way into the test runner: a module whose address carries `?planted=` is loaded
// anew, one text replaced in its target file; the neighbours that it imports are loaded anew with it, so
// that an entry file sees the changed one. Used by `simulator/testing/planted-errors.ts` alone.
import { dirname, resolve } from "node:path";

const MARK = "?planted=";

/** @param {string} id */
function read(id) {
  const at = id.indexOf(MARK);
  if (at < 0) return null;
  const query = id.slice(at + MARK.length).split("&")[0] ?? "";
  /** @type {{ target: string, find: string, replace: string }} */
  const change = JSON.parse(decodeURIComponent(query));
  return { path: id.slice(0, at), query: `${MARK}${query}`, change };
}

/** @param {string} source @param {{ target: string, find: string, replace: string }} change */
function plant(source, { target, find, replace }) {
  const count = source.split(find).length - 1;
  if (count !== 1) throw new Error(`${target}: « ${find} » is there ${count} times, not once`);
  return source.replace(find, () => replace);
}

/** Neighbours stand in the folder of the target: those alone are loaded anew. */
function carry(
  /** @type {string} */ source,
  /** @type {string} */ path,
  /** @type {string} */ folder,
  /** @type {string} */ query,
) {
  return source.replace(
    /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(["'])(\.{1,2}\/[^"'?]+)\2/g,
    (whole, before, quote, target) => {
      const file = resolve(dirname(path), target);
      return dirname(file) === folder ? `${before}${quote}${target}${query}${quote}` : whole;
    },
  );
}

/** @returns {import("vite").Plugin} */
export function plantedErrors() {
  return {
    name: "contretemps:planted-errors",
    enforce: "pre",
    transform(code, id) {
      const asked = read(id);
      if (asked === null) return null;
      const { path, query, change } = asked;
      const source = path === change.target ? plant(code, change) : code;
      return { code: carry(source, path, dirname(change.target), query), map: null };
    },
  };
}
