// The engine as browsers get it, for the tests of determinism: one bundle in a temporary folder, served
// on a port of its own, and the list of digests that Node answers.
//
// Knows neither Chromium nor Firefox: `e2e/determinism.spec.ts` and `firefox.mjs` do.
import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "vite";
import { markedFile, markLines } from "./mark-lines.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const types = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

const page = `<!doctype html><meta charset="utf-8"><title>déterminisme</title>
<script type="module">
globalThis.digests = (count) => new Promise((resolve) => {
  const worker = new Worker("./worker.js", { type: "module" });
  worker.onmessage = (event) => { worker.terminate(); resolve(event.data); };
  worker.onerror = (event) => resolve("worker: " + event.message);
  worker.postMessage(count);
});
</script>`;

/** Builds `worker.js` and puts the page and SQLite beside it. @returns the folder */
async function bundle() {
  const folder = await mkdtemp(join(tmpdir(), "contretemps-"));
  await build({
    root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [
      {
        name: "contretemps:mark-lines",
        enforce: "pre",
        transform: (code, id) =>
          markedFile.test(id) ? { code: markLines(code), map: null } : null,
      },
    ],
    build: {
      outDir: folder,
      target: "es2022",
      minify: false,
      rollupOptions: {
        input: join(root, "simulator/testing/digest-worker.ts"),
        output: { entryFileNames: "worker.js", format: "es" },
      },
    },
  });
  await writeFile(join(folder, "index.html"), page);
  const sqlFolder = dirname(createRequire(import.meta.url).resolve("sql.js"));
  for (const name of ["sql-wasm.wasm", "sql-wasm-browser.wasm"]) {
    await copyFile(join(sqlFolder, name), join(folder, name));
  }
  return folder;
}

/**
 * Serves the bundle. The page has one function, `digests(count)`.
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveEngine() {
  const folder = await bundle();
  const server = createServer(async (request, response) => {
    const name = basename(new URL(request.url ?? "/", "http://localhost").pathname) || "index.html";
    try {
      const body = await readFile(join(folder, name));
      response.writeHead(200, { "content-type": types[extname(name)] ?? "text/plain" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What Node answers, in a process of its own. @returns {Promise<string[]>} */
export async function nodeDigests(/** @type {number} */ count) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "./scripts/register.mjs", "simulator/testing/print-digests.ts", String(count)],
    { cwd: root, maxBuffer: 1 << 24 },
  );
  return JSON.parse(stdout);
}

/** The first places where two lists differ, in words; empty when there is none. */
export function differences(expected, found) {
  if (!Array.isArray(found)) return [`no list: ${found}`];
  const places = expected.flatMap((digest, index) =>
    digest === found[index]
      ? []
      : [`${index === 0 ? "mathematics" : `run ${index - 1}`}: ${digest} against ${found[index]}`],
  );
  return expected.length === found.length
    ? places.slice(0, 10)
    : [`lengths differ`, ...places.slice(0, 9)];
}
