/**
 * The real RabbitMQ, and the random schedules that are played on it and on the model.
 *
 * Owns which schedules are played, what is compared and which are kept as golden transcripts. A schedule
 * during which the machine was too slow for the order of expiries to be certain is played again.
 */
import {
  drawSchedule,
  type Profile,
} from "../../simulator/world/brokers/queues/random-schedule.ts";
import { drawStory } from "../../simulator/world/brokers/queues/stories.ts";
import {
  playSchedule,
  type Schedule,
  type Transcript,
} from "../../simulator/world/brokers/queues/transcript-player.ts";
import type { Oracle, Work } from "../shared/oracle.ts";
import { same } from "../shared/report.ts";
import { transcriptPath, writeTranscripts } from "../shared/transcript-file.ts";
import { AmqpClient, type PlayedStep, type Served } from "./amqp-client.ts";
import { RABBITMQ_FOLDERS, startRabbitMq } from "./rabbitmq-server.ts";

const SCHEDULES = 400;
/** Beside the random ones: messages followed closely, and power cuts. */
const STORIES = 60;
const CRASHES = 8;
const FILES = ["random", "deaths", "returns", "crash"] as const;
type File = (typeof FILES)[number];
const GOLDEN_MIN: Readonly<Record<File, number>> = {
  ...{ random: 150, deaths: 50, returns: 50, crash: CRASHES },
};

/** By the name that the drawing gave it. */
const fileOf = ({ name }: Schedule): File =>
  FILES.find((file) => name.startsWith(file)) ?? "random";

const LENGTH = 24;
const TRIES_MAX = 5;

/** Of ten schedules: how many of each kind. Those that let time pass are slow, and fewer. */
const SHARES: readonly Profile[] = [
  ...["routing", "routing", "acks", "acks", "acks"],
  ...["dead-letters", "dead-letters", "dead-letters", "ttl", "quorum"],
] as Profile[];

/** The schedule on the server; null when it was never played fast enough. */
async function playOnServer(
  server: Served,
  schedule: Schedule,
): Promise<readonly PlayedStep[] | null> {
  const expected = playSchedule(schedule);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const client = new AmqpClient(server, schedule.topology);
    await client.begin();
    const steps: PlayedStep[] = [];
    for (const [i, command] of schedule.commands.entries()) {
      const step = expected[i];
      if (step === undefined) throw new Error("the model tells every step");
      const played = await client.play(command, step);
      steps.push(played);
      // After a difference the rest means nothing.
      if (JSON.stringify(played) !== JSON.stringify({ lines: step.lines, ready: step.ready }))
        break;
    }
    const early = client.unexpected;
    await client.end();
    const hasWaits = schedule.commands.some(([kind]) => kind === "wait");
    if (hasWaits && client.isLate) continue;
    return early.length === 0 ? steps : [...steps, { lines: early, ready: [] }];
  }
  return null;
}

export async function compare(
  server: Served,
  schedule: Schedule,
  { report }: Work,
): Promise<Transcript | null> {
  const played = await playOnServer(server, schedule);
  if (played === null) return null;
  const model = playSchedule(schedule);
  report.compared(played.length);
  let isSame = true;
  for (const [step, found] of played.entries()) {
    const { lines, ready } = model[step] ?? { lines: [], ready: [] };
    isSame &&= same(report, {
      schedule: schedule.name,
      step,
      command: JSON.stringify(schedule.commands[step] ?? "end"),
      server: found,
      model: { lines, ready },
    });
  }
  return isSame
    ? { ...schedule, steps: played.map(({ lines, ready }) => [lines, ready] as const) }
    : null;
}

export const rabbitMqOracle: Oracle = {
  id: "rabbitmq",
  title: "RabbitMQ",
  needs: {
    debian: "rabbitmq-server",
    programs: ["rabbitmq-server"],
    folders: RABBITMQ_FOLDERS,
  },
  async run(work) {
    const { programs, report } = work;
    const server = await startRabbitMq(programs["rabbitmq-server"] ?? "");
    const kept: Record<File, Transcript[]> = { random: [], deaths: [], returns: [], crash: [] };
    let tooSlow = 0;
    try {
      report.says(/RabbitMQ [\d.]+/.exec(server.output())?.[0] ?? "RabbitMQ ?");
      for (const schedule of schedulesOf(work)) {
        const known = report.differences.length;
        const transcript = await compare(server, schedule, work);
        if (transcript !== null) kept[fileOf(schedule)].push(transcript);
        else if (report.differences.length === known) tooSlow++;
      }
    } finally {
      await server.stop();
    }
    report.says(`${tooSlow} programmes laissés de côté : la machine était trop lente.`);
    report.says(`${kept.crash.length} programmes avec coupure de courant et redémarrage.`);
    if (work.isWriting && report.differences.length === 0) {
      for (const file of FILES) {
        const path = transcriptPath("rabbitmq", `${file}.jsonl`);
        const count = writeTranscripts(path, kept[file], { atLeast: GOLDEN_MIN[file] });
        report.says(`${count} transcriptions écrites : ${file}.jsonl`);
      }
    }
  },
};

/** Random ones first, then the stories, then some during which the server is killed. */
function* schedulesOf({ schedules, seed }: Work): Generator<Schedule> {
  const count = schedules ?? SCHEDULES;
  for (let i = 0; i < count; i++) {
    const profile = SHARES[i % SHARES.length] as Profile;
    yield drawSchedule(seed + i, profile, profile === "ttl" ? LENGTH / 2 : LENGTH);
  }
  for (let i = 0; i < Math.min(STORIES, count); i++) {
    yield drawStory(seed + i, "deaths", LENGTH);
    yield drawStory(seed + i, "returns", LENGTH);
  }
  for (let i = 0; i < Math.min(CRASHES, count); i++) yield drawSchedule(seed + i, "crash", LENGTH);
}
