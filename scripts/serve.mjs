// Serves the exported site: `npm run serve`, PORT to choose the port (4173).
//
// Owns addresses (index of a folder, 308 to the slash, 404.html), types, caching and the security
// headers. Serves nothing outside `out/` and writes nothing. No dependency: node:http is enough.
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { pathToFileURL } from "node:url";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
  ".ts": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
};

const securityHeaders = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

/** Hashed names never change; the faces change once a year; the rest is asked for again each time. */
function caching(path) {
  if (path.startsWith("/_next/static/")) return "public, max-age=31536000, immutable";
  if (path.startsWith("/polices/")) return "public, max-age=604800";
  return "no-cache";
}

/**
 * The file that an address names, or the reason why there is none.
 * @returns {Promise<{ kind: "file", path: string, bytes: number, tag: string } | { kind: "folder" } | { kind: "none" }>}
 */
async function locate(root, path) {
  const file = normalize(join(root, path));
  if (file !== root && !file.startsWith(root + sep)) return { kind: "none" };
  const found = await stat(file).catch(() => null);
  if (found?.isFile()) {
    const tag = `"${found.size.toString(36)}-${Math.floor(found.mtimeMs).toString(36)}"`;
    return { kind: "file", path: file, bytes: found.size, tag };
  }
  if (!found?.isDirectory()) return { kind: "none" };
  return path.endsWith("/") ? locate(root, `${path}index.html`) : { kind: "folder" };
}

/**
 * @param {{ root: string, policies: { pages: Record<string, string>, worker: string } }} options
 * @returns {import("node:http").Server}
 */
export function createSite({ root, policies }) {
  return createServer(async (request, response) => {
    const send = (status, headers, body) => {
      response.writeHead(status, { ...securityHeaders, ...headers });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    const plain = { "Content-Type": "text/plain; charset=utf-8" };
    if (request.method !== "GET" && request.method !== "HEAD") {
      return send(405, { ...plain, Allow: "GET, HEAD" }, "Cette adresse se lit, rien de plus.\n");
    }
    // Not `new URL`: it would read a host in « //x », and throw on « // ».
    const [, written = "/", search = ""] = /^([^?]*)(\?.*)?$/s.exec(request.url ?? "/") ?? [];
    let path = "";
    try {
      path = decodeURIComponent(written);
    } catch {
      return send(400, plain, "Adresse illisible.\n");
    }
    if (path.includes("\0")) return send(400, plain, "Adresse illisible.\n");
    let found = await locate(root, path);
    // Two slashes at the start would name another host.
    if (found.kind === "folder") {
      const location = `${written.replace(/^\/+/, "/")}/${search}`;
      return send(308, { ...plain, Location: location }, "");
    }
    let status = 200;
    let page = path;
    if (found.kind === "none") {
      status = 404;
      page = "/404.html";
      found = await locate(root, page);
      if (found.kind !== "file") return send(404, plain, "Cette page n’existe pas.\n");
    }
    const type = types[extname(found.path)] ?? "application/octet-stream";
    const headers = {
      "Content-Type": type,
      "Cache-Control": status === 200 ? caching(path) : "no-cache",
      ETag: found.tag,
    };
    if (type.startsWith("text/html")) {
      const policy = policies.pages[page] ?? policies.pages["/404.html"] ?? policies.worker;
      headers["Content-Security-Policy"] = `${policy}; frame-ancestors 'self'`;
    } else if (type.startsWith("text/javascript")) {
      // A worker lives under the policy of its own script: without this, WebAssembly is refused there.
      headers["Content-Security-Policy"] = policies.worker;
    }
    if (status === 200 && request.headers["if-none-match"] === found.tag)
      return send(304, headers, "");
    response.writeHead(status, { ...securityHeaders, ...headers, "Content-Length": found.bytes });
    if (request.method === "HEAD") return response.end();
    createReadStream(found.path)
      .on("error", () => response.destroy())
      .pipe(response);
  });
}

async function main() {
  const project = join(import.meta.dirname, "..");
  const policies = JSON.parse(
    await readFile(join(project, ".next", "csp.json"), "utf8").catch(() => "null"),
  );
  if (policies === null) {
    console.error("Le site n’est pas construit : lancez d’abord « npm run build ».");
    process.exit(1);
  }
  const port = Number(process.env.PORT ?? 4173);
  const server = createSite({ root: join(project, "out"), policies });
  server.on("error", (error) => {
    console.error(
      error.code === "EADDRINUSE"
        ? `Le port ${port} est pris : PORT=4174 npm run serve`
        : error.message,
    );
    process.exit(1);
  });
  server.listen(port, process.env.HOST ?? "localhost", () => {
    console.log(`Contretemps : http://localhost:${port}`);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
