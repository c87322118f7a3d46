/**
 * An HAProxy of our own in front of servers that answer when told: which one gets which request?
 *
 * One front with a backend for each schedule, all in one configuration. Five listeners play the servers; a
 * request is answered when the schedule says so. Servers are taken out and put back through the stats
 * socket. Knows nothing of the models.
 */
import { writeFileSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { type RunningServer, startServer } from "../shared/server.ts";

export const SERVERS_MAX = 5;

export interface Backend {
  readonly name: string;
  readonly algorithm: "roundrobin" | "leastconn";
  readonly weights: readonly number[];
}

/** A request that stands at its server; null: HAProxy had none (503). */
export interface Held {
  readonly server: number | null;
  /** Lets the server answer with this status; resolves when the client has the whole answer. */
  readonly answer: (status: number) => Promise<void>;
}

export interface Balancer {
  readonly version: () => Promise<string>;
  readonly ask: (backend: string) => Promise<Held>;
  readonly set: (backend: string, server: number, state: "maint" | "ready") => Promise<void>;
  /** Lines that HAProxy has logged so far. */
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

type Arrival = { readonly server: number; readonly response: ServerResponse };

/** The servers: five ports, and whoever waits for a request to arrive. */
async function openServers(health: boolean[]) {
  const arrivals = new Map<string, (arrival: Arrival) => void>();
  const servers: Server[] = [];
  const ports: number[] = [];
  for (let server = 0; server < SERVERS_MAX; server++) {
    const listener = createServer((incoming: IncomingMessage, response) => {
      if (incoming.url === "/sante") {
        response.writeHead((health.shift() ?? true) ? 200 : 503).end();
        return;
      }
      arrivals.get(String(incoming.headers["x-request"]))?.({ server, response });
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const address = listener.address();
    ports.push(typeof address === "object" && address !== null ? address.port : 0);
    servers.push(listener);
  }
  return { arrivals, ports, servers };
}

const backendText = (backend: Backend, ports: readonly number[]): string =>
  [
    `backend ${backend.name}`,
    `  balance ${backend.algorithm}`,
    ...backend.weights.map((weight, i) => `  server s${i} 127.0.0.1:${ports[i]} weight ${weight}`),
  ].join("\n");

export interface Configuration {
  readonly backends: readonly Backend[];
  /** Answers to `GET /sante`, taken from the front; good when there are no more. */
  readonly health?: boolean[];
  /** More lines of configuration, given the ports of the servers. */
  readonly extra?: (ports: readonly number[]) => string;
}

/** @throws when HAProxy does not start. */
export async function startHaproxy(program: string, given: Configuration): Promise<Balancer> {
  const { arrivals, ports, servers } = await openServers(given.health ?? []);
  const text = (port: number, folder: string): string => `global
  nbthread 1
  stats socket ${join(folder, "stats.sock")} mode 600 level admin
  log stdout format raw local0
defaults
  mode http
  log global
  option http-server-close
  http-reuse never
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend front
  bind 127.0.0.1:${port}
  use_backend %[path,field(2,/)]
${given.backends.map((backend) => backendText(backend, ports)).join("\n")}
${given.extra?.(ports) ?? ""}
`;
  const server = await startServer({
    program,
    prepare: ({ port, folder }) => writeFileSync(join(folder, "haproxy.cfg"), text(port, folder)),
    args: ({ folder }) => ["-db", "-f", join(folder, "haproxy.cfg")],
    readyTimeoutMs: 10_000,
    isReady: async ({ folder }) => (await tell(folder, "show info")).includes("Version"),
  });
  let asked = 0;
  return {
    log: server.output,
    async version() {
      return /Version: (\S+)/.exec(await tell(server.folder, "show info"))?.[1] ?? "?";
    },
    ask(backend) {
      asked++;
      return ask({ server, backend, id: `${asked}`, arrivals });
    },
    async set(backend, index, state) {
      await tell(server.folder, `set server ${backend}/s${index} state ${state}`);
    },
    async stop() {
      for (const listener of servers) {
        listener.closeAllConnections();
        listener.close();
      }
      await server.stop();
    },
  };
}

/** One command of the stats socket. */
function tell(folder: string, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(join(folder, "stats.sock"));
    let text = "";
    socket.on("data", (data) => {
      text += String(data);
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
    socket.write(`${command}\n`);
  });
}

interface Question {
  readonly server: RunningServer;
  readonly backend: string;
  readonly id: string;
  readonly arrivals: Map<string, (arrival: Arrival) => void>;
}

/** Resolves when the request stands at a server, or has been turned away. */
function ask({ server, backend, id, arrivals }: Question): Promise<Held> {
  return new Promise((resolve, reject) => {
    let ended = (): void => {};
    const done = new Promise<void>((resolveDone) => {
      ended = resolveDone;
    });
    arrivals.set(id, ({ server: index, response }) => {
      resolve({
        server: index,
        answer(status) {
          response.writeHead(status, { connection: "close" }).end();
          return done;
        },
      });
    });
    const options = { port: server.port, path: `/${backend}/`, agent: false };
    const outgoing = request({ ...options, headers: { "x-request": id } }, (reply) => {
      reply.resume();
      reply.on("end", () => {
        ended();
        // Turned away: it never stood anywhere.
        resolve({ server: null, answer: async () => {} });
      });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}
