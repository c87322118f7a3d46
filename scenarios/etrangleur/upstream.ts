/**
 * Which server of an upstream is next: nginx’s smooth weighted round robin, with its passive checks.
 *
 * A server that failed once is left out for `fail_timeout`, then tried again; backups are asked when nobody
 * else may be. Follows nginx 1.22 (`ngx_http_upstream_get_peer`, max_fails=1, fail_timeout=10s). Sends nothing.
 */
import type { Server } from "./nginx-conf.ts";

/** `fail_timeout`, µs. */
export const FAIL_TIMEOUT_US = 10_000_000;

export interface Upstream {
  /** The next server, or null: all were tried or left out. `tried`: those that this request has asked. */
  readonly choose: (nowUs: number, tried: ReadonlySet<string>) => string | null;
  readonly failed: (node: string, nowUs: number) => void;
}

interface Peer extends Server {
  current: number;
  outUntilUs: number;
}

export function createUpstream(servers: readonly Server[]): Upstream {
  const peers: readonly Peer[] = servers.map((server) => ({
    ...server,
    current: 0,
    outUntilUs: 0,
  }));

  function best(among: readonly Peer[]): string | null {
    let total = 0;
    let chosen: Peer | null = null;
    for (const peer of among) {
      peer.current += peer.weight;
      total += peer.weight;
      if (chosen === null || peer.current > chosen.current) chosen = peer;
    }
    if (chosen === null) return null;
    chosen.current -= total;
    return chosen.node;
  }

  return {
    choose(nowUs, tried) {
      const open = peers.filter(({ node }) => !tried.has(node));
      const isUp = ({ outUntilUs }: Peer): boolean => outUntilUs <= nowUs;
      return (
        best(open.filter((peer) => !peer.isBackup && isUp(peer))) ??
        best(open.filter((peer) => peer.isBackup && isUp(peer)))
      );
    },
    failed(node, nowUs) {
      // The only server of an upstream is never left out.
      if (peers.length === 1) return;
      const peer = peers.find((known) => known.node === node);
      if (peer !== undefined) peer.outUntilUs = nowUs + FAIL_TIMEOUT_US;
    },
  };
}
