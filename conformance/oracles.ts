/** The oracles of `npm run conformance`, in the order in which they run. */
import { redisOracle } from "./redis/oracle.ts";
import type { Oracle } from "./shared/oracle.ts";

export const oracles: readonly Oracle[] = [redisOracle];
