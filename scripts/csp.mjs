// Content security policy of the exported site: run after every `next build`, never alone.
//
// Next writes a few inline scripts into each page, and their number depends on the timing of its stream:
// so the output is hashed, nothing is guessed. Each page carries its own policy in a <meta>, so that any
// host serves it safely; .next/csp.json lists the same policies, one per address, for our server, which
// alone can say `frame-ancestors`.
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

const root = join(import.meta.dirname, "..");
const out = join(root, "out");

const common = [
  "default-src 'none'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  // Style attributes written by the server: React, the listings. Style elements stay forbidden.
  "style-src-attr 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
];

/** @param {readonly string[]} hashes */
const policyWith = (hashes) =>
  [...common, ["script-src 'self' 'wasm-unsafe-eval'", ...hashes].join(" ")].join("; ");

const inlineScript = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;
const previousMeta = /<meta http-equiv="Content-Security-Policy"[^>]*>/g;

/** @param {string} html */
function hashesOf(html) {
  const hashes = new Set();
  for (const [, body] of html.matchAll(inlineScript)) {
    hashes.add(`'sha256-${createHash("sha256").update(body).digest("base64")}'`);
  }
  return [...hashes];
}

/** @param {string} file */
function addressOf(file) {
  const path = `/${relative(out, file).split(sep).join("/")}`;
  return path.endsWith("/index.html") ? path.slice(0, -"index.html".length) : path;
}

/** @type {Record<string, string>} */
const policies = {};
for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith(".html")) continue;
  const file = join(entry.parentPath, entry.name);
  const html = (await readFile(file, "utf8")).replace(previousMeta, "");
  const policy = policyWith(hashesOf(html));
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  if (!html.includes("<head>")) throw new Error(`${file}: no <head> to carry the policy`);
  await writeFile(file, html.replace("<head>", `<head>${meta}`));
  policies[addressOf(file)] = policy;
}

await writeFile(
  join(root, ".next", "csp.json"),
  JSON.stringify({ pages: policies, worker: policyWith([]) }, null, 2),
);
console.log(`Politique de sécurité : ${Object.keys(policies).length} pages.`);
