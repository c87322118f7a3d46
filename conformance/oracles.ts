/** The oracles of `npm run conformance`, in the order in which they run. */
import { haproxyOracle } from "./haproxy/oracle.ts";
import { decodingOracle } from "./postgresql/decoding.ts";
import { postgresqlOracle } from "./postgresql/oracle.ts";
import { rabbitMqOracle } from "./rabbitmq/oracle.ts";
import { redisOracle } from "./redis/oracle.ts";
import type { Oracle } from "./shared/oracle.ts";

export const oracles: readonly Oracle[] = [
  redisOracle,
  rabbitMqOracle,
  postgresqlOracle,
  decodingOracle,
  haproxyOracle,
];
