/**
 * Behind the gateways: who gives and publishes keys, and the shop itself.
 *
 * The key that signs changes once; the one before stays published, so that its tokens verify until they end.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import { type PublishedKeys, type SigningKey, signToken } from "../../../simulator/gateway.ts";
import { type Context, type Process, type Refusal, refuse } from "../../../simulator/scenario.ts";

export const KEY_CHANGES_AT = seconds(2);
export const BOB_LEAVES_AT = seconds(3);
const SECOND = 1_000_000;

const FIRST: SigningKey = { kid: "k1", secret: "mot de passe du printemps" };
const SECOND_KEY: SigningKey = { kid: "k2", secret: "mot de passe de l’été" };

/** What a client holds: the token, and what it knows of its end. */
export type Issued = { readonly token: string; readonly expiresAtS: number };

const keyAt = (nowUs: number): SigningKey => (nowUs < KEY_CHANGES_AT ? FIRST : SECOND_KEY);

export function* issueToken(ctx: Context, member: string): Process<Issued | Refusal> {
  yield* ctx.work(ms(2));
  const key = keyAt(ctx.nowUs);
  ctx.memory.set("socle/cle", key.kid);
  if (member === "bob" && ctx.nowUs >= BOB_LEAVES_AT)
    return refuse("bob ne fait plus partie des membres");
  const lifeS = Math.floor((ctx.parameters.jeton as DurationUs) / SECOND);
  const expiresAtS = Math.floor(ctx.clockUs / SECOND) + lifeS;
  return { token: signToken({ sub: member, exp: expiresAtS }, key), expiresAtS };
}

export function* publishKeys(ctx: Context): Process<PublishedKeys> {
  yield* ctx.work(ms(2));
  const published = keyAt(ctx.nowUs) === FIRST ? [FIRST] : [SECOND_KEY, FIRST];
  return published.map(({ kid, secret }) => [kid, secret] as const);
}

export function* readArticles(ctx: Context): Process<string> {
  yield* ctx.work(ms(5));
  return "articles";
}

export function* readOrders(ctx: Context, asked: { readonly consumer: string }): Process<string> {
  yield* ctx.work(ms(5));
  return `commandes de ${asked.consumer}`;
}
