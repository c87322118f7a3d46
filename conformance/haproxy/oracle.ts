/**
 * The real HAProxy: who gets the next request, while servers are taken out, put back and kept busy, and when is a
 * server up.
 *
 * `--write` keeps the schedules as golden transcripts; the ordinary tests replay them without HAProxy.
 */
import { setTimeout as pause } from "node:timers/promises";
import { createRandom } from "../../simulator/base/random.ts";
import {
  type BalanceStep,
  type BalanceTranscript,
  type HealthTranscript,
  playBalance,
  playHealth,
} from "../../simulator/patterns/resilience/haproxy-transcripts.ts";
import { ON_ERROR, type OnError } from "../../simulator/patterns/resilience/server-health.ts";
import type { Oracle, Work } from "../shared/oracle.ts";
import { same } from "../shared/report.ts";
import { transcriptPath, writeTranscripts } from "../shared/transcript-file.ts";
import { type Backend, type Balancer, SERVERS_MAX, startHaproxy } from "./haproxy-server.ts";

const SCHEDULES = 120;
const STEPS = 60;
const HEALTH_SCHEDULES = 15;
const CHECKS = 60;
const INTERVAL_MS = 15;

interface Schedule {
  readonly backend: Backend;
  readonly steps: readonly BalanceStep[];
}

function schedule(seed: number): Schedule {
  const random = createRandom(seed, "haproxy/balance");
  const count = random.between(1, SERVERS_MAX);
  const algorithm = seed % 2 === 0 ? "roundrobin" : "leastconn";
  const isEven = random.integerBelow(4) === 0;
  const weights = Array.from({ length: count }, () => (isEven ? 1 : random.between(1, 12)));
  // Some lives are calm, in some servers come and go.
  const unrest = random.integerBelow(3) * 6;
  const steps = Array.from({ length: STEPS }, (): BalanceStep => {
    const luck = random.integerBelow(100);
    const server = random.integerBelow(count);
    if (luck < unrest) return { kind: "down", server };
    if (luck < 2 * unrest) return { kind: "up", server };
    if (luck < 65) return { kind: "ask" };
    return { kind: "end", rank: random.integerBelow(8) };
  });
  return { backend: { name: `b${seed}`, algorithm, weights }, steps };
}

async function playServer(haproxy: Balancer, { backend, steps }: Schedule) {
  const chosen: (number | null)[] = [];
  const held: { readonly answer: (status: number) => Promise<void> }[] = [];
  for (const step of steps) {
    if (step.kind === "ask") {
      const { server, answer } = await haproxy.ask(backend.name);
      chosen.push(server);
      if (server !== null) held.push({ answer });
    } else if (step.kind === "end") {
      const [one] = held.splice(step.rank % Math.max(1, held.length), 1);
      await one?.answer(200);
      // The client has the last byte a moment before HAProxy has closed its books.
      await pause(2);
    } else {
      await haproxy.set(backend.name, step.server, step.kind === "up" ? "ready" : "maint");
    }
  }
  await Promise.all(held.map(({ answer }) => answer(200)));
  return chosen;
}

async function compareBalance(work: Work): Promise<readonly BalanceTranscript[]> {
  const last = work.seed + (work.schedules ?? SCHEDULES);
  const schedules = Array.from({ length: last - work.seed }, (_, i) => schedule(work.seed + i));
  const backends = schedules.map(({ backend }) => backend);
  const haproxy = await startHaproxy(work.programs.haproxy ?? "", { backends });
  const kept: BalanceTranscript[] = [];
  try {
    work.report.says(`HAProxy ${await haproxy.version()}`);
    for (const one of schedules) {
      const chosen = await playServer(haproxy, one);
      const { algorithm, weights, name } = one.backend;
      const transcript = { name, algorithm, weights, steps: one.steps, chosen };
      same(work.report, {
        ...{ schedule: name, step: 0, command: `${algorithm} ${weights.join(" ")}` },
        ...{ server: chosen, model: playBalance(transcript) },
      });
      work.report.compared(chosen.length);
      kept.push(transcript);
    }
  } finally {
    await haproxy.stop();
  }
  return kept;
}

/** « status: 2/3 UP », as HAProxy logs it after a check that changed something. */
const STATUS = /^Health check for server .*status: (\d+)\/\d+ (UP|DOWN)/gm;

const statusesIn = (haproxy: Balancer): readonly string[] =>
  [...haproxy.log().matchAll(STATUS)].map(([, points, state]) => `${points} ${state}`);

const checkedBy = (port: number | undefined, options: string): string => `backend checked
  option log-health-checks
  option httpchk GET /sante
  timeout check 5s
  server s0 127.0.0.1:${port} check ${options}`;

/** Good and bad checks, one after the other. */
async function activeHealth(program: string, seed: number): Promise<HealthTranscript> {
  const random = createRandom(seed, "haproxy/health");
  const [rise, fall] = [random.between(1, 4), random.between(1, 4)];
  const luck = random.between(30, 70);
  const some = Array.from({ length: CHECKS }, () => random.integerBelow(100) < luck);
  // Ends well: good checks that come after the last one change nothing more.
  const checks = [...some, ...Array.from({ length: rise }, () => true)];
  const health = [...checks];
  const options = `inter ${INTERVAL_MS} rise ${rise} fall ${fall}`;
  const extra = (ports: readonly number[]) => checkedBy(ports[0], options);
  const haproxy = await startHaproxy(program, { backends: [], health, extra });
  while (health.length > 0) await pause(INTERVAL_MS);
  await pause(5 * INTERVAL_MS);
  const statuses = statusesIn(haproxy);
  await haproxy.stop();
  return { name: `active ${seed}`, rise, fall, observe: null, checks, answers: [], statuses };
}

/** One good check, then requests that are served or fail, until HAProxy sends no more. */
async function passiveHealth(program: string, seed: number): Promise<HealthTranscript> {
  const random = createRandom(seed, "haproxy/passive");
  const [rise, fall] = [random.between(1, 3), random.between(1, 4)];
  const onError = ON_ERROR[seed % ON_ERROR.length] as OnError;
  const errorLimit = random.between(1, 4);
  const observed = `observe layer7 error-limit ${errorLimit} on-error ${onError}`;
  const options = `inter 60s rise ${rise} fall ${fall} ${observed}`;
  const extra = (ports: readonly number[]) => checkedBy(ports[0], options);
  const haproxy = await startHaproxy(program, { backends: [], extra });
  while (statusesIn(haproxy).length === 0) await pause(INTERVAL_MS);
  const answers: boolean[] = [];
  while (answers.length < CHECKS) {
    const held = await haproxy.ask("checked");
    if (held.server === null) break;
    const isGood = random.integerBelow(100) < 35;
    answers.push(isGood);
    await held.answer(isGood ? 200 : 500);
    await pause(2);
  }
  const statuses = statusesIn(haproxy);
  await haproxy.stop();
  const observe = { errorLimit, onError };
  return { name: `passive ${seed}`, rise, fall, observe, checks: [true], answers, statuses };
}

async function compareHealth(work: Work): Promise<readonly HealthTranscript[]> {
  const program = work.programs.haproxy ?? "";
  const kept: HealthTranscript[] = [];
  const count = Math.min(work.schedules ?? HEALTH_SCHEDULES, HEALTH_SCHEDULES);
  for (let seed = work.seed; seed < work.seed + count; seed++) {
    kept.push(await activeHealth(program, seed), await passiveHealth(program, seed));
  }
  for (const transcript of kept) {
    const { name, rise, fall, statuses } = transcript;
    same(work.report, {
      ...{ schedule: `santé ${name}`, step: 0, command: `rise ${rise} fall ${fall}` },
      ...{ server: statuses, model: playHealth(transcript) },
    });
    work.report.compared(statuses.length);
  }
  return kept;
}

export const haproxyOracle: Oracle = {
  id: "haproxy",
  title: "HAProxy",
  needs: { debian: "haproxy", programs: ["haproxy"] },
  async run(work) {
    const balance = await compareBalance(work);
    const health = await compareHealth(work);
    if (!work.isWriting || work.report.differences.length > 0) return;
    writeTranscripts(transcriptPath("haproxy", "balance.jsonl"), balance, { atLeast: 100 });
    writeTranscripts(transcriptPath("haproxy", "health.jsonl"), health, { atLeast: 30 });
  },
};
