/**
 * The part of nginx.conf that shares the catalogue: written from a weight, read as nginx reads it.
 *
 * nginx refuses `weight=0` (`ngx_http_upstream_server`: « weight == NGX_ERROR || weight == 0 » is an invalid
 * parameter) and a share of 0 % in `split_clients`; a file that it refuses leaves it as it was, or does not
 * let it start. Follows nginx 1.22; knows no request.
 */

/** `publiee`: the weights of the text. `corrigee`: shares by visitor, the monolith behind as a spare. */
export type ConfStyle = "publiee" | "corrigee";

export interface Server {
  readonly node: string;
  readonly weight: number;
  /** Only asked when no other server answers. */
  readonly isBackup: boolean;
}

export interface Conf {
  /** Upstreams by name. */
  readonly upstreams: ReadonlyMap<string, readonly Server[]>;
  /** Shares of visitors, per mille; the sum is 1000. */
  readonly shares: readonly { readonly name: string; readonly perMille: number }[];
}

export type ConfRead =
  | { readonly kind: "ok"; readonly conf: Conf }
  | { readonly kind: "emerg"; readonly text: string };

export const NEW_SERVICE = "catalogue";
export const OLD_SERVICE = "monolithe";

const alone = `upstream ancien {
  server ${OLD_SERVICE};
}`;

/** Before the extraction: nothing to share. */
export const monolithConf = (): string => `${alone}
split_clients "\${cookie_visiteur}" $catalogue {
  * ancien;
}`;

/** `weight`: of the new service, 0 … 100; the monolith has the rest. */
export function confOf(style: ConfStyle, weight: number): string {
  if (style === "publiee") {
    return `upstream catalogue_service {
  server ${NEW_SERVICE} weight=${weight};
  server ${OLD_SERVICE} weight=${100 - weight};
}`;
  }
  // A share of nothing is written by leaving its line out.
  const share = weight === 0 ? "" : `  ${weight}% nouveau;\n`;
  return `upstream nouveau {
  server ${NEW_SERVICE};
  server ${OLD_SERVICE} backup;
}
${alone}
split_clients "\${cookie_visiteur}" $catalogue {
${share}  * ancien;
}`;
}

const SERVER = /^server (\S+?)((?: \S+)*);$/;
const SHARE = /^(\d+%|\*) (\S+);$/;

/** One `server` line, or what nginx says of it. */
function serverOf(node: string, options: string): Server | string {
  let weight = 1;
  let isBackup = false;
  for (const option of options.split(" ").filter((text) => text !== "")) {
    const given = /^weight=(\d+)$/.exec(option)?.[1];
    if (option === "backup") isBackup = true;
    else if (given === undefined || Number(given) === 0) return `invalid parameter "${option}"`;
    else weight = Number(given);
  }
  return { node, weight, isBackup };
}

/** As `nginx -t`: a conf, or the line that says why not. */
export function readConf(text: string): ConfRead {
  const upstreams = new Map<string, Server[]>();
  const shares: { name: string; perMille: number }[] = [];
  let servers: Server[] = [];
  let left = 1_000;
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    const opened = /^upstream (\S+) \{$/.exec(line)?.[1];
    if (opened !== undefined) {
      servers = [];
      upstreams.set(opened, servers);
    }
    const [, node, options = ""] = SERVER.exec(line) ?? [];
    if (node !== undefined) {
      const server = serverOf(node, options);
      if (typeof server === "string") return { kind: "emerg", text: `[emerg] ${server}` };
      servers.push(server);
    }
    const [, share, name] = SHARE.exec(line) ?? [];
    if (share !== undefined && name !== undefined) {
      const perMille = share === "*" ? left : Number(share.slice(0, -1)) * 10;
      if (share === "0%") return { kind: "emerg", text: '[emerg] invalid percent value "0%"' };
      left -= perMille;
      if (perMille > 0) shares.push({ name, perMille });
    }
  }
  const [first = ""] = upstreams.keys();
  if (shares.length === 0) shares.push({ name: first, perMille: 1_000 });
  return { kind: "ok", conf: { upstreams, shares } };
}
