import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createSite } from "../scripts/serve.mjs";

const folder = mkdtempSync(join(tmpdir(), "contretemps-"));
const site = join(folder, "out");
const server = createSite({
  root: site,
  policies: {
    pages: { "/": "default-src 'none'", "/404.html": "default-src 'none'; script-src 'self'" },
    worker: "script-src 'self' 'wasm-unsafe-eval'",
  },
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends the path as it is written: `fetch` would tidy it first. */
function ask(path: string, method = "GET", headers: Record<string, string> = {}): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: "localhost", path, method, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

beforeAll(async () => {
  mkdirSync(join(site, "labo"), { recursive: true });
  mkdirSync(join(site, "_next/static"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(site, "index.html"), "accueil");
  writeFileSync(join(site, "404.html"), "perdu");
  writeFileSync(join(site, "labo/index.html"), "labo");
  writeFileSync(join(site, "_next/static/a.js"), "1");
  writeFileSync(join(site, "_next/static/a.wasm"), "wasm");
  await new Promise<void>((resolve) => {
    server.listen(0, "localhost", () => resolve());
  });
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("serveur du site", () => {
  test("une page arrive avec sa politique, son type et l’isolement", async () => {
    const { status, headers, body } = await ask("/");
    expect([status, body]).toEqual([200, "accueil"]);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["content-security-policy"]).toBe("default-src 'none'; frame-ancestors 'self'");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cache-control"]).toBe("no-cache");
  });

  test("un script porte la politique des ouvriers et ne vieillit jamais", async () => {
    const { headers } = await ask("/_next/static/a.js");
    expect(headers["content-security-policy"]).toContain("wasm-unsafe-eval");
    expect(headers["cache-control"]).toContain("immutable");
    expect((await ask("/_next/static/a.wasm")).headers["content-type"]).toBe("application/wasm");
  });

  test("un dossier mène à sa barre oblique, sans jamais nommer un autre hôte", async () => {
    const { status, headers } = await ask("/labo?x=1");
    expect([status, headers.location]).toEqual([308, "/labo/?x=1"]);
    expect((await ask("//labo")).headers.location).not.toMatch(/^\/\//);
    expect((await ask("/labo/")).body).toBe("labo");
  });

  test("une adresse inconnue reçoit la page qui le dit, avec la politique de cette page", async () => {
    const { status, headers, body } = await ask("/rien/du/tout");
    expect([status, body]).toEqual([404, "perdu"]);
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
  });

  test.each([
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/labo/..%2f..%2fsecret.txt",
    "/..%5csecret.txt",
  ])("%s ne sort pas du site", async (path) => {
    const { status, body } = await ask(path);
    expect([status, body]).toEqual([404, "perdu"]);
  });

  test.each(["/%E0%A4%A", "/%00"])("%s est refusé sans que le serveur tombe", async (path) => {
    expect((await ask(path)).status).toBe(400);
    expect((await ask("//")).status).toBe(200);
    expect((await ask("/")).status).toBe(200);
  });

  test("on lit, rien de plus", async () => {
    expect((await ask("/", "POST")).status).toBe(405);
    const head = await ask("/", "HEAD");
    expect([head.status, head.body]).toEqual([200, ""]);
  });

  test("ce qui n’a pas changé n’est pas renvoyé", async () => {
    const { headers } = await ask("/");
    const again = await ask("/", "GET", { "If-None-Match": String(headers.etag) });
    expect([again.status, again.body]).toEqual([304, ""]);
  });
});
