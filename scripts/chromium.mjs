// Finds the Chromium that the browser tests drive, or installs one.
//
// Order: $CHROMIUM, then a Chromium or Chrome of the system, then Playwright's own. With `--install`
// and nothing found: Playwright's download, then Debian's package. Prints the path; says on the error
// stream what it tries. Knows nothing of the tests.
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const macApplications = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** What a Chromium needs to run quietly as root, in a container, and to draw text alike everywhere. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--font-render-hinting=none",
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function playwrightsOwn() {
  const { chromium } = await import("playwright");
  try {
    const path = chromium.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** @returns {Promise<string | null>} path of an executable Chromium, null if there is none */
export async function findChromium() {
  const asked = process.env.CHROMIUM;
  if (asked) {
    if (!isExecutable(asked)) throw new Error(`CHROMIUM=${asked} is not an executable file`);
    return asked;
  }
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of names) {
      const path = join(folder, name);
      if (folder !== "" && isExecutable(path)) return path;
    }
  }
  return macApplications.find(isExecutable) ?? (await playwrightsOwn());
}

function attempt(command, args) {
  console.error(`Chromium : ${command} ${args.join(" ")}`);
  return spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;
}

function installFromDebian() {
  if (!existsSync("/usr/bin/apt-get")) return false;
  const isRoot = process.getuid?.() === 0;
  const command = isRoot ? "apt-get" : "sudo";
  const prefix = isRoot ? [] : ["-n", "apt-get"];
  const install = [...prefix, "install", "-y", "--no-install-recommends", "chromium"];
  // The lists may be missing (a fresh container) or be there already.
  return (
    attempt(command, install) ||
    (attempt(command, [...prefix, "update"]) && attempt(command, install))
  );
}

async function installChromium() {
  const npx = process.platform === "win32" ? "npx.cmd" : "npx";
  if (attempt(npx, ["--no-install", "playwright", "install", "chromium"])) {
    const path = await playwrightsOwn();
    // The download may lack libraries of the system: try it before believing in it.
    if (path !== null && attempt(path, ["--version"])) return path;
  }
  installFromDebian();
  return findChromium();
}

async function main() {
  const path =
    (await findChromium()) ?? (process.argv.includes("--install") ? await installChromium() : null);
  if (path === null) {
    console.error(
      "Aucun Chromium. Installez-le (Debian : apt-get install chromium ; ailleurs : npx playwright install chromium) ou donnez son chemin par CHROMIUM=…",
    );
    process.exit(1);
  }
  const version = execFileSync(path, ["--version"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  console.log(`${path} (${version.trim()})`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
