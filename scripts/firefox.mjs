// Digests of random runs in a worker of a stock Firefox, for `e2e/determinism.spec.ts`.
//
// Drives it by WebDriver BiDi over the WebSocket that Node 22 has built in: no dependency, and Playwright
// cannot drive a stock Firefox. `$FIREFOX` names another one.
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const patienceMs = 240_000;

/** @returns {string | null} where Firefox is, or nothing where it is not installed */
export function findFirefox() {
  if (process.env.FIREFOX) return process.env.FIREFOX;
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const paths = folders.flatMap((folder) =>
    ["firefox-esr", "firefox"].map((name) => join(folder, name)),
  );
  paths.push("/Applications/Firefox.app/Contents/MacOS/firefox");
  const isExecutable = (/** @type {string} */ path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return paths.find(isExecutable) ?? null;
}

/** Starts Firefox on a new profile. @returns its process and the address where it listens */
async function launch(path, profile) {
  const firefox = spawn(
    path,
    [
      "--headless",
      "--no-remote",
      "--profile",
      profile,
      "--remote-debugging-port",
      "0",
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const address = await new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => reject(new Error(`Firefox says nothing: ${said}`)), 60_000);
    firefox.stderr.on("data", (chunk) => {
      said += chunk;
      const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said);
      if (found === null) return;
      clearTimeout(timer);
      resolve(`${found[1]}/session`);
    });
    firefox.on("error", reject);
    firefox.on("exit", (code) => reject(new Error(`Firefox ended (${code}): ${said}`)));
  });
  return { firefox, address };
}

/** A BiDi session: `send(method, params)` answers the result or throws. */
async function connect(address) {
  const socket = new WebSocket(address);
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    const answer = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === "success") answer?.resolve(message.result);
    else answer?.reject(new Error(`${message.error}: ${message.message}`));
  };
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("Firefox refuses the connection"));
  });
  let last = 0;
  const send = (method, params) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  return { send, close: () => socket.close() };
}

/**
 * @param {string} path of Firefox
 * @param {string} url of the page that `serveEngine` serves
 * @param {number} count of runs
 * @returns {Promise<{ version: string, digests: unknown }>}
 */
export async function firefoxDigests(path, url, count) {
  const profile = await mkdtemp(join(tmpdir(), "contretemps-firefox-"));
  const { firefox, address } = await launch(path, profile);
  const timer = setTimeout(() => firefox.kill("SIGKILL"), patienceMs);
  const ended = new Promise((resolve) => firefox.on("exit", resolve));
  try {
    const { send, close } = await connect(address);
    const { capabilities } = await send("session.new", { capabilities: {} });
    const { contexts } = await send("browsingContext.getTree", {});
    const target = { context: contexts[0].context };
    await send("browsingContext.navigate", { ...target, url, wait: "complete" });
    const { result, exceptionDetails } = await send("script.evaluate", {
      expression: `digests(${count}).then(JSON.stringify)`,
      target,
      awaitPromise: true,
    });
    if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
    await send("browser.close", {}).catch(() => {});
    close();
    return { version: capabilities.browserVersion, digests: JSON.parse(result.value) };
  } finally {
    clearTimeout(timer);
    firefox.kill();
    await ended;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
