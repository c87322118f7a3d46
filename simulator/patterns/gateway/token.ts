/**
 * Signed tokens: who is asking, until when, proved by a key.
 *
 * JWS compact with HS256 (RFC 7515, RFC 7519), judged as jose 6 does: signature first, then `nbf`, then
 * `exp`, each with the same leeway. A token is accepted because it verifies: nobody is asked whether it was
 * revoked. Real gateways hold public keys (RS256, ES256); here the key that verifies is the one that signs.
 */
import { utf8 } from "../../world/brokers/partitioned-log/partitioner.ts";
import { type Bytes, base64url, fromBase64url, hmacSha256 } from "./hmac.ts";

export interface Claims {
  /** Who it is about. */
  readonly sub: string;
  /** Whole seconds; absent: no bound. */
  readonly exp?: number;
  readonly nbf?: number;
}

export interface SigningKey {
  /** Names the key in the token's header. */
  readonly kid: string;
  readonly secret: string;
}

export interface ReadToken {
  readonly alg: string;
  readonly kid: string;
  readonly claims: Claims;
  /** What was signed. */
  readonly signed: string;
  readonly signature: Bytes;
}

export type TokenVerdict =
  | { readonly kind: "valid"; readonly claims: Claims }
  | {
      readonly kind: "refused";
      readonly why: "signature" | "algorithm" | "not-yet" | "expired";
    };

const textOf = (bytes: Bytes): string =>
  // Headers and claims of this laboratory are ASCII: one byte, one letter.
  bytes.map((byte) => String.fromCharCode(byte)).join("");

const encoded = (value: unknown): string => base64url(utf8(JSON.stringify(value)));

export function signToken(claims: Claims, { kid, secret }: SigningKey): string {
  const signed = `${encoded({ alg: "HS256", kid })}.${encoded(claims)}`;
  return `${signed}.${base64url(hmacSha256(utf8(secret), utf8(signed)))}`;
}

/** An object written in base64url, or null. */
function objectIn(part: string): Readonly<Record<string, unknown>> | null {
  const bytes = fromBase64url(part);
  if (bytes === null) return null;
  try {
    const value: unknown = JSON.parse(textOf(bytes));
    return typeof value === "object" && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

const wholeOrAbsent = (value: unknown): boolean => value === undefined || Number.isInteger(value);

/** Not verified yet: a token says what it likes. null when it is not a token at all. */
export function readToken(text: string): ReadToken | null {
  const parts = text.split(".");
  const [header = "", payload = "", end = ""] = parts;
  const [said, claims, signature] = [objectIn(header), objectIn(payload), fromBase64url(end)];
  if (said === null || claims === null || signature === null || parts.length !== 3) return null;
  const { alg, kid } = said;
  const { sub, exp, nbf } = claims;
  if (typeof alg !== "string" || typeof kid !== "string" || typeof sub !== "string") return null;
  if (!wholeOrAbsent(exp) || !wholeOrAbsent(nbf)) return null;
  return {
    ...{ alg, kid, signed: `${header}.${payload}`, signature },
    claims: {
      sub,
      ...(exp === undefined ? {} : { exp: Number(exp) }),
      ...(nbf === undefined ? {} : { nbf: Number(nbf) }),
    },
  };
}

const sameBytes = (one: Bytes, other: Bytes): boolean =>
  one.length === other.length && one.every((byte, i) => byte === other[i]);

export interface Judging {
  readonly secret: string;
  /** What the verifier's own clock shows, whole seconds. */
  readonly nowS: number;
  /** How far clocks may disagree, whole seconds. */
  readonly leewayS: number;
}

export function judgeToken(token: ReadToken, { secret, nowS, leewayS }: Judging): TokenVerdict {
  const { alg, signed, signature, claims } = token;
  // « none », or an algorithm of the token's own choosing, is never believed.
  if (alg !== "HS256") return { kind: "refused", why: "algorithm" };
  const expected = hmacSha256(utf8(secret), utf8(signed));
  if (!sameBytes(signature, expected)) return { kind: "refused", why: "signature" };
  if (claims.nbf !== undefined && claims.nbf > nowS + leewayS) {
    return { kind: "refused", why: "not-yet" };
  }
  if (claims.exp !== undefined && claims.exp <= nowS - leewayS) {
    return { kind: "refused", why: "expired" };
  }
  return { kind: "valid", claims };
}
