// Weighs the JavaScript that each exported page asks for at once, and refuses a page that has grown fat.
// Sum of the gzipped scripts of the page, those for old browsers (nomodule) left out. What a page loads
// later (charts, the laboratory of a study) is weighed in the browser by e2e/weight.spec.ts.
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const out = join(import.meta.dirname, "../out");

/** First match wins. The floor, React and Next alone, is about 135 KiB. */
const budgets = [
  { name: "laboratoire", route: /^labo\//, maxKib: 230 },
  { name: "comparaison", route: /^comparer\//, maxKib: 230 },
  { name: "pièce", route: /^atelier\/pieces\/[^/]+\//, maxKib: 230 },
  { name: "galerie", route: /^atelier\/pieces\//, maxKib: 150 },
  { name: "étude", route: /^etudes\//, maxKib: 150 },
  { name: "autre", route: /./, maxKib: 160 },
];

const weights = new Map();
async function weightOf(path) {
  const known = weights.get(path);
  if (known !== undefined) return known;
  const bytes = gzipSync(await readFile(join(out, path)), { level: 9 }).length;
  weights.set(path, bytes);
  return bytes;
}

let isTooHeavy = false;
const entries = await readdir(out, { recursive: true, withFileTypes: true });
const pages = entries.filter((entry) => entry.isFile() && entry.name === "index.html");
for (const entry of pages) {
  const file = join(entry.parentPath, entry.name);
  const route = `${relative(out, entry.parentPath)}/`;
  if (route === "404/" || route === "_not-found/") continue;
  const html = await readFile(file, "utf8");
  const scripts = new Set();
  for (const [tag, src] of html.matchAll(/<script[^>]*\ssrc="([^"]+)"[^>]*>/g)) {
    if (!/\snomodule/i.test(tag))
      scripts.add(decodeURIComponent(new URL(src, "http://x").pathname));
  }
  let bytes = 0;
  for (const path of scripts) bytes += await weightOf(path);
  const budget = budgets.find(({ route: pattern }) => pattern.test(route));
  const kib = bytes / 1024;
  const isOver = kib > budget.maxKib;
  isTooHeavy ||= isOver;
  const figures = `${kib.toFixed(1).replace(".", ",")} Kio sur ${budget.maxKib}`;
  console.log(
    `${isOver ? "TROP LOURD" : "poids"} : /${route === "/" ? "" : route} ${figures} (${budget.name})`,
  );
}
process.exitCode = isTooHeavy ? 1 : 0;
