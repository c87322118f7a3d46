/** Tokens and keys: against the platform's cryptography, and against what jose said. */
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BadConfiguration } from "../../base/configuration.ts";
import { plantedErrors } from "../../testing/planted-errors.ts";
import { KEY_LIVES, TOKENS } from "./fixtures/jose-said.ts";
import { base64url, fromBase64url, hmacSha256 } from "./hmac.ts";
import { createKeyCache } from "./key-cache.ts";
import { judgeToken, readToken, signToken } from "./token.ts";

type Tokens = Pick<typeof import("./token.ts"), "judgeToken" | "readToken">;
type KeyCaches = Pick<typeof import("./key-cache.ts"), "createKeyCache">;

const BYTES = fc.uint8Array({ maxLength: 200 });

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The token of a recorded line, made with the platform's cryptography, tampered with as recorded. */
function recordedToken(index: number, line: string): string {
  const [, , exp = "-", nbf = "-", tampering = ""] = line.split(":");
  const alg = tampering === "alg-none" ? "none" : tampering === "alg-512" ? "HS512" : "HS256";
  const claims = {
    sub: `u${index}`,
    ...(exp === "-" ? {} : { exp: Number(exp) }),
    ...(nbf === "-" ? {} : { nbf: Number(nbf) }),
  };
  const [header, payload] = [part({ alg, kid: "k1" }), part(claims)];
  const hash = createHmac(alg === "HS512" ? "sha512" : "sha256", "secret-k1");
  const signature = hash.update(`${header}.${payload}`).digest("base64url");
  if (tampering === "payload") return `${header}.${part({ ...claims, sub: "other" })}.${signature}`;
  if (tampering === "truncated") return `${header}.${payload}`;
  const first = signature.startsWith("A") ? "B" : "A";
  if (tampering === "signature") return `${header}.${payload}.${first}${signature.slice(1)}`;
  return `${header}.${payload}.${signature}`;
}

const JOSE_WORDS: Readonly<Record<string, string>> = {
  "not-yet": "not-yet(nbf)",
  unreadable: "ERR_JWS_INVALID",
};

/** Tokens that jose judged otherwise. */
const tokenDifferences = ({ judgeToken: judge, readToken: read }: Tokens): number =>
  TOKENS.trim()
    .split(/\s+/)
    .filter((line, index) => {
      const [now, leeway, , , , said] = line.split(":");
      const token = read(recordedToken(index, line));
      const times = { nowS: Number(now), leewayS: Number(leeway) };
      const verdict = token === null ? null : judge(token, { secret: "secret-k1", ...times });
      const word =
        verdict === null ? "unreadable" : verdict.kind === "valid" ? "valid" : verdict.why;
      return (JOSE_WORDS[word] ?? word) !== said;
    }).length;

/** One recorded life, through the model: what happened, in order of time. */
function lived({ createKeyCache: create }: KeyCaches, line: string): readonly string[] {
  const [settings = "", events = "", fetches = ""] = line.split(" | ");
  const [cooldownUs = 0, maxAgeUs = 0] = settings.split(" ").map((ms) => Number(ms) * 1_000);
  const cache = create<number>({ cooldownUs, maxAgeUs });
  const steps = events.split(" ").map((text) => /^(\d+)([?!])(.*)$/.exec(text) ?? []);
  const durations = fetches.split(" ");
  const out: string[] = [];
  let published = ["a"];
  let running: { readonly endMs: number; readonly fails: boolean } | null = null;
  let fetchCount = 0;
  let askedCount = 0;
  let nowMs = 0;

  function fetchWhenTold(): void {
    if (!cache.mustFetch()) return;
    const text = durations[fetchCount++] ?? "1000000";
    out.push(`${nowMs}:fetch`);
    running = { endMs: nowMs + Number.parseInt(text, 10), fails: text.endsWith("x") };
  }
  function endFetch(fails: boolean): void {
    running = null;
    out.push(`${nowMs}:${fails ? "failed" : "fetched"}`);
    const keys = fails ? null : new Map(published.map((kid) => [kid, kid]));
    for (const [who, answer] of cache.fetched(keys, nowMs * 1_000)) {
      out.push(`${nowMs}:${who}=${answer.kind}`);
    }
    fetchWhenTold();
  }

  while (steps.length > 0 || running !== null) {
    const nextMs = steps.length > 0 ? Number(steps[0]?.[1]) : Number.POSITIVE_INFINITY;
    const { endMs, fails } = running ?? { endMs: Number.POSITIVE_INFINITY, fails: false };
    nowMs = Math.min(nextMs, endMs);
    if (endMs <= nextMs) {
      endFetch(fails);
      continue;
    }
    const [, , sign, name = ""] = steps.shift() ?? [];
    if (sign === "!") published = [...name];
    else {
      const who = askedCount++;
      const answer = cache.ask(name, who, nowMs * 1_000);
      if (answer !== null) out.push(`${nowMs}:${who}=${answer.kind}`);
      fetchWhenTold();
    }
  }
  return out;
}

/** Within one instant the library answers in the order in which its promises happen to settle. */
const inOrder = (said: readonly string[]): string => [...said].sort().join(" ");

const keyDifferences = (module: KeyCaches): number =>
  KEY_LIVES.trim()
    .split("\n")
    .filter((line) => {
      const said = line.split(" | ").at(-1)?.split(" ") ?? [];
      return inOrder(lived(module, line)) !== inOrder(said);
    }).length;

describe("tokens", () => {
  test("AUT-1: codes and letters are those of the platform's own cryptography", () => {
    fc.assert(
      fc.property(BYTES, BYTES, (key, message) => {
        const expected = createHmac("sha256", key).update(message);
        const mine = hmacSha256([...key], [...message]);
        expect(Buffer.from(mine).toString("hex")).toBe(expected.digest("hex"));
        const text = base64url([...message]);
        expect(text).toBe(Buffer.from(message).toString("base64url"));
        expect(fromBase64url(text)).toEqual([...message]);
      }),
      { numRuns: 150 },
    );
    expect([fromBase64url("a"), fromBase64url("ab=c")]).toEqual([null, null]);
  });

  test("AUT-2: 240 tokens, true and false, early and late, are judged as jose 6.2.17 judged them", () => {
    expect(TOKENS.trim().split(/\s+/).length).toBe(240);
    expect(tokenDifferences({ judgeToken, readToken })).toBe(0);
  });

  test("AUT-3: leeway lets a token live longer by exactly that much, on the verifier's own clock", () => {
    const key = { kid: "k1", secret: "s" };
    const token = readToken(signToken({ sub: "ana", exp: 100 }, key));
    const at = (nowS: number, leewayS: number) =>
      token === null ? null : judgeToken(token, { secret: "s", nowS, leewayS }).kind;
    expect([at(99, 0), at(100, 0), at(104, 5), at(105, 5)]).toEqual([
      ...["valid", "refused", "valid", "refused"],
    ]);
  });

  test("AUT-2: planted errors are noticed", async () => {
    await plantedErrors<Tokens>({
      file: import.meta.resolve("./token.ts"),
      survives: (module) => tokenDifferences(module) === 0,
      errors: [
        { name: "< for <=", find: "claims.exp <= nowS", replace: "claims.exp < nowS" },
        {
          name: "no leeway before",
          find: "claims.nbf > nowS + leewayS",
          replace: "claims.nbf > nowS",
        },
        { name: "the token chooses", find: 'alg !== "HS256"', replace: 'alg === "none"' },
        {
          name: "any signature",
          find: "!sameBytes(signature, expected)",
          replace: "signature.length !== expected.length",
        },
      ],
    });
  });
});

describe("keys", () => {
  test("AUT-4: over 160 lives the set is fetched when jose fetches it, and every token gets the same answer", () => {
    expect(KEY_LIVES.trim().split("\n").length).toBe(160);
    expect(keyDifferences({ createKeyCache })).toBe(0);
  });

  test("AUT-5: a cache that keeps keys for no time is refused", () => {
    expect(() => createKeyCache({ maxAgeUs: 0, cooldownUs: 1 })).toThrow(BadConfiguration);
    expect(() => createKeyCache({ maxAgeUs: 1, cooldownUs: -1 })).toThrow("« cooldownUs »");
  });

  test("AUT-4: planted errors are noticed", async () => {
    await plantedErrors<KeyCaches>({
      file: import.meta.resolve("./key-cache.ts"),
      survives: (module) => keyDifferences(module) === 0,
      errors: [
        {
          name: "a failed fetch rests too",
          find: "if (found === null) return",
          replace: "if (found === null) fetchedAtUs = nowUs;\n      if (found === null) return",
        },
        {
          name: "no rest",
          find: "who.isLast || isWithin(cooldownUs, nowUs)",
          replace: "who.isLast",
        },
        {
          name: "old keys are kept",
          find: "keys = found;",
          replace: "keys = new Map([...keys, ...found]);",
        },
        {
          name: "<= for <",
          find: "nowUs < fetchedAtUs + lengthUs",
          replace: "nowUs <= fetchedAtUs + lengthUs + 5_000",
        },
      ],
    });
  });
});
