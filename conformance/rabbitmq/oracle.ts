/**
 * The real RabbitMQ, and the random schedules that are played on it and on the model.
 *
 * Owns which schedules are played, what is compared and which are kept as golden transcripts. A schedule
 * during which the machine was too slow for the order of expiries to be certain is played again.
 */
import {
  drawSchedule,
  PROFILES,
  type Profile,
} from "../../simulator/world/brokers/queues/random-schedule.ts";
import {
  playSchedule,
  type Schedule,
  type Transcript,
} from "../../simulator/world/brokers/queues/transcript-player.ts";
import type { Oracle, Work } from "../shared/oracle.ts";
import { same } from "../shared/report.ts";
import { transcriptPath, writeTranscripts } from "../shared/transcript-file.ts";
import { AmqpClient, type PlayedStep } from "./amqp-client.ts";
import { RABBITMQ_FOLDERS, startRabbitMq } from "./rabbitmq-server.ts";

const SCHEDULES = 400;
const GOLDEN_MIN = 150;
const LENGTH = 24;
const TRIES_MAX = 5;

/** Of ten schedules: how many of each kind. Those that let time pass are slow, and fewer. */
const SHARES: readonly Profile[] = [
  ...["routing", "routing", "acks", "acks", "acks"],
  ...["dead-letters", "dead-letters", "dead-letters", "ttl", "quorum"],
] as Profile[];

const lengthOf = (profile: Profile): number => (profile === "ttl" ? LENGTH / 2 : LENGTH);

/** The schedule on the server; null when it was never played fast enough. */
async function playOnServer(
  port: number,
  schedule: Schedule,
): Promise<readonly PlayedStep[] | null> {
  const expected = playSchedule(schedule);
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const client = new AmqpClient(port, schedule.topology);
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
  port: number,
  schedule: Schedule,
  { report }: Work,
): Promise<Transcript | null> {
  const server = await playOnServer(port, schedule);
  if (server === null) return null;
  const model = playSchedule(schedule);
  report.compared(server.length);
  let isSame = true;
  for (const [step, played] of server.entries()) {
    const { lines, ready } = model[step] ?? { lines: [], ready: [] };
    isSame &&= same(report, {
      schedule: schedule.name,
      step,
      command: JSON.stringify(schedule.commands[step] ?? "end"),
      server: played,
      model: { lines, ready },
    });
  }
  return isSame
    ? { ...schedule, steps: server.map(({ lines, ready }) => [lines, ready] as const) }
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
    const { programs, report, seed } = work;
    const server = await startRabbitMq(programs["rabbitmq-server"] ?? "");
    const transcripts: Transcript[] = [];
    let tooSlow = 0;
    try {
      report.says(/RabbitMQ [\d.]+/.exec(server.output())?.[0] ?? "RabbitMQ ?");
      for (let i = 0; i < (work.schedules ?? SCHEDULES); i++) {
        const profile = SHARES[i % SHARES.length] ?? PROFILES[0] ?? "acks";
        const schedule = drawSchedule(seed + i, profile, lengthOf(profile));
        const known = report.differences.length;
        const transcript = await compare(server.port, schedule, work);
        if (transcript !== null) transcripts.push(transcript);
        else if (report.differences.length === known) tooSlow++;
      }
    } finally {
      await server.stop();
    }
    report.says(`${tooSlow} programmes laissés de côté : la machine était trop lente.`);
    if (work.isWriting && report.differences.length === 0) {
      const path = transcriptPath("rabbitmq", "random.jsonl");
      const kept = writeTranscripts(path, transcripts, { atLeast: GOLDEN_MIN });
      report.says(`${kept} transcriptions écrites`);
    }
  },
};
