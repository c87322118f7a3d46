/**
 * Browser tests: they drive the built site, served by our own server, as a visitor would.
 * Build before (`npm run build`); `E2E_PORT` chooses another port. One Chromium of the system for all.
 */
import { defineConfig } from "@playwright/test";
import { chromiumFlags, findChromium } from "./scripts/chromium.mjs";

const port = Number(process.env.E2E_PORT ?? 4719);
const executablePath = await findChromium();
if (executablePath === null)
  throw new Error("no Chromium: run `node scripts/chromium.mjs --install`");

/** No other host exists for the browser: what a page would ask of one fails, and `fixtures.ts` tells it. */
const ownHostAlone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}`,
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    colorScheme: "light",
    viewport: { width: 1440, height: 900 },
    // Filming every page costs a tenth of the suite; a failure keeps its last picture and its steps.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args: [...chromiumFlags, ownHostAlone] },
  },
  projects: [
    { name: "bureau", testIgnore: "**/*.phone.spec.ts" },
    {
      name: "telephone",
      testMatch: "**/*.phone.spec.ts",
      use: {
        viewport: { width: 390, height: 844 },
        hasTouch: true,
        isMobile: true,
        deviceScaleFactor: 2,
      },
    },
  ],
  webServer: {
    command: "node scripts/serve.mjs",
    url: `http://localhost:${port}/`,
    env: { PORT: String(port) },
    reuseExistingServer: false,
  },
});
