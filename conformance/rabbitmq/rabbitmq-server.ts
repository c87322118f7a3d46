/**
 * A rabbitmq-server of our own: loopback, its own data folder, no plugins, no name server of Erlang.
 *
 * Started by the script inside Debian's package rather than by the wrapper on the PATH, which runs as another
 * user in the package's own data folder. Whatever RabbitMQ the machine runs already is left alone.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "amqplib";
import { freePort, type RunningServer, startServer } from "../shared/server.ts";

/** Where Debian puts it; the greatest version first. */
export const RABBITMQ_FOLDERS: readonly string[] = ["/usr/lib/rabbitmq/lib/*/sbin"];

export const addressOf = (port: number): string => `amqp://guest:guest@127.0.0.1:${port}`;

/** @throws when it does not start within a minute. */
export async function startRabbitMq(program: string): Promise<RunningServer> {
  const distributionPort = await freePort();
  return startServer({
    program,
    args: () => [],
    prepare: ({ folder }) => writeFileSync(join(folder, "enabled_plugins"), "[]."),
    env: ({ folder, port }) => ({
      HOME: folder,
      RABBITMQ_NODENAME: `contretemps${port}@localhost`,
      RABBITMQ_NODE_IP_ADDRESS: "127.0.0.1",
      RABBITMQ_NODE_PORT: String(port),
      RABBITMQ_DIST_PORT: String(distributionPort),
      RABBITMQ_MNESIA_BASE: join(folder, "mnesia"),
      RABBITMQ_LOG_BASE: join(folder, "log"),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled_plugins"),
      RABBITMQ_CONF_ENV_FILE: join(folder, "none.conf"),
      RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq"),
      RABBITMQ_GENERATED_CONFIG_DIR: join(folder, "generated"),
      // Two schedulers are plenty for one client, and leave the machine to the client.
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: [
        "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}",
        `-start_epmd false -erl_epmd_port ${distributionPort}`,
      ].join(" "),
    }),
    readyTimeoutMs: 60_000,
    async isReady({ port }) {
      const connection = await connect(addressOf(port));
      await connection.close();
      return true;
    },
  });
}
