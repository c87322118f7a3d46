/**
 * A redis-server of our own: loopback, no disk unless asked, and a client that speaks raw commands.
 *
 * Replies are given as plain JSON values (arrays, strings, numbers, null); an error reply is
 * `{ error: "BUSYGROUP …" }`, because an error is an answer to be compared like any other.
 */
import { createClient } from "redis";
import type { Reply } from "../../simulator/world/brokers/streams/words.ts";
import { type RunningServer, startServer } from "../shared/server.ts";

export interface Redis {
  readonly server: RunningServer;
  /** One command, one reply. */
  readonly command: (words: readonly string[]) => Promise<Reply>;
  /** Many at once, in order: one round trip. */
  readonly pipeline: (commands: readonly (readonly string[])[]) => Promise<readonly Reply[]>;
  readonly version: () => Promise<string>;
  /** Closes the client, keeps the server. */
  readonly disconnect: () => void;
  readonly stop: () => Promise<void>;
}

const WITHOUT_DISK = ["--save", "", "--appendonly", "no"];

/** @throws when the server does not start. */
export async function startRedis(
  program: string,
  settings: readonly string[] = WITHOUT_DISK,
): Promise<Redis> {
  const server = await startServer({
    program,
    args: ({ port, folder }) => [
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder],
      ...settings,
    ],
    readyTimeoutMs: 10_000,
    async isReady({ port }) {
      const client = await connect(port);
      const isReady = (await client.ping()) === "PONG";
      client.destroy();
      return isReady;
    },
  });
  return speakTo(server);
}

const connect = async (port: number) => {
  const client = createClient({
    socket: { host: "127.0.0.1", port, reconnectStrategy: false },
    RESP: 2,
  });
  // Without a listener an error would end the command; every command rejects by itself anyway.
  client.on("error", () => undefined);
  await client.connect();
  return client;
};

export async function speakTo(server: RunningServer): Promise<Redis> {
  const client = await connect(server.port);
  const command = (words: readonly string[]): Promise<Reply> =>
    client.sendCommand([...words]).then(
      (reply) => reply as unknown as Reply,
      (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
    );
  return {
    server,
    command,
    pipeline: (commands) => Promise.all(commands.map(command)),
    async version() {
      const info = String(await command(["INFO", "server"]));
      return /redis_version:(\S+)/.exec(info)?.[1] ?? "?";
    },
    disconnect: () => client.destroy(),
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
