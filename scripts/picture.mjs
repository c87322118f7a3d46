// Takes the picture of the README from the built site: `npm run build && npm run picture`.
// An address may be given, with its fragment: the picture then shows that very state.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright";
import { chromiumFlags, findChromium } from "./chromium.mjs";
import { createSite } from "./serve.mjs";

const project = join(import.meta.dirname, "..");
const address = process.argv[2] ?? "/labo/saga-fintech/";
const target = join(project, process.argv[3] ?? "docs/images/laboratoire.png");

const policies = JSON.parse(await readFile(join(project, ".next", "csp.json"), "utf8"));
const server = createSite({ root: join(project, "out"), policies });
await new Promise((resolve) => server.listen(0, "localhost", resolve));
const { port } = server.address();

const browser = await chromium.launch({
  executablePath: (await findChromium()) ?? undefined,
  args: chromiumFlags,
});
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    locale: "fr-FR",
    reducedMotion: "reduce",
  });
  await page.goto(`http://localhost:${port}${address}`, { waitUntil: "networkidle" });
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: target });
  console.log(`${address} → ${target}`);
} finally {
  await browser.close();
  server.close();
}
