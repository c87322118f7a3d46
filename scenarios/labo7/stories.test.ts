/** What the reader may ask, what the strip shows, and what the order of acts is worth. */
import { describe, expect, test } from "vitest";
import { play } from "../../simulator/testing/play.ts";
import type { PartValue } from "../../simulator/vocabulary/card.ts";
import type { SimEvent } from "../../simulator/vocabulary/events.ts";
import { card } from "./card.ts";
import { GROUPS } from "./groups.ts";

type Played = ReturnType<typeof play>;
type Sent = SimEvent & { readonly kind: "message-sent" };

const MINUTE = 60_000_000;
const eventsOf = (run: Played): readonly SimEvent[] =>
  Array.from({ length: run.log.length }, (_, i) => run.log.event(i));
const sentIn = (run: Played): readonly Sent[] =>
  eventsOf(run).filter((event): event is Sent => event.kind === "message-sent");

/** The body of the reply that the operator received, and how long it took, s. */
function answerTo(run: Played, operation: string) {
  const own = sentIn(run).filter((sent) => sent.operation === operation);
  const asked = own.find(({ node, role }) => node === "operateur" && role === "request");
  const reply = own.find(({ role, to }) => role === "reply" && to === "operateur");
  expect(reply?.status).toBe("ok");
  const lastedS = ((reply?.atUs ?? 0) - (asked?.atUs ?? 0)) / 1_000_000;
  return { body: reply?.body as Readonly<Record<string, unknown>>, lastedS };
}

describe.each(card.variants.map(({ id }) => id))("les quatre cas d’utilisation, %s", (variant) => {
  const ask = (faults: readonly string[], duree = MINUTE): Played =>
    play("labo7", { variant, parameters: { duree }, faults, untilUs: 11 * MINUTE });

  test("UC-EVENT-01 : « 202 », puis le checkout suit son chemin et réussit", () => {
    const run = ask(["request:uc-event-01/op-1@5s"]);
    expect(answerTo(run, "checkout-choreo").body).toEqual({ checkout: "op-1", status: 202 });
    const types = sentIn(run)
      .filter(({ operation, role, subject }) => {
        return operation === "xadd" && role === "request" && subject === "op-1";
      })
      .map(({ body }) => (body as { readonly words: readonly string[] }).words[4]);
    expect(types).toEqual([
      ...["CheckoutInitiated", "StockReserved", "OrderCreated", "CheckoutSucceeded"],
    ]);
  });

  test("UC-EVENT-02 : le magasin compte tout ce que le sujet a reçu", () => {
    const run = ask(["request:uc-event-02@90s"]);
    const added = sentIn(run).filter(({ operation, role, status }) => {
      return operation === "xadd" && role === "reply" && status === "ok";
    });
    const { body } = answerTo(run, "lire-evenements");
    expect(body.événements).toBe(added.length);
    expect((body.derniers as readonly string[]).at(-1)).toMatch(/^\d+-\d+ CheckoutSucceeded$/);
  });

  test("UC-EVENT-03 : un checkout rejoué depuis le début, dix minutes d’événements en moins de 10 s", () => {
    const run = ask(["request:uc-event-03/7-1@650s"], 10 * MINUTE);
    const { body, lastedS } = answerTo(run, "rejouer-checkout");
    expect(body.relus).toBeGreaterThan(4_000);
    expect(body.état).toBe("terminé");
    expect(body.événements).toEqual([
      ...["CheckoutInitiated", "StockReserved", "OrderCreated", "CheckoutSucceeded"],
    ]);
    expect(lastedS).toBeGreaterThan(0.5);
    expect(lastedS).toBeLessThan(10);
  });

  test("UC-EVENT-04 : la vue dit ce que la base des commandes dit", () => {
    const run = ask(["request:uc-event-04/client-7@90s"]);
    const orders = eventsOf(run).flatMap((event) =>
      event.kind === "transaction-committed"
        ? event.changes.filter(
            ({ table, after }) => table === "orders" && after?.[2] === "client-7",
          )
        : [],
    );
    expect(orders.length).toBeGreaterThan(0);
    expect(answerTo(run, "commandes-du-client").body).toEqual({
      ...{ client_id: "client-7", total_orders: orders.length },
    });
  });
});

test("le ruban : la marque de chaque groupe est le nombre d’entrées qui lui ont été livrées", () => {
  const run = play("labo7", { parameters: { duree: MINUTE }, untilUs: 45_000_000 });
  const delivered = new Map<string, number>();
  for (const { operation, role, status, body, to } of sentIn(run)) {
    if (operation !== "xreadgroup" || role !== "reply" || status !== "ok" || body === null)
      continue;
    const [[, entries] = []] = body as readonly (readonly [string, readonly unknown[]])[];
    delivered.set(to, (delivered.get(to) ?? 0) + (entries?.length ?? 0));
  }
  const strip = eventsOf(run)
    .filter((event) => event.kind === "memory-changed" && event.key === "redis/sujet")
    .at(-1);
  const { marks } = (strip as { readonly after: unknown }).after as PartValue["strip"];
  expect(marks).toEqual(
    GROUPS.map(({ node, short }) => ({ at: delivered.get(node), title: short })),
  );
});

test("corrigée, magasin arrêté après la charge : la vue est en base, et le rejeu ne trouve rien à ajouter", () => {
  const run = play("labo7", {
    ...{ variant: "corrigee", parameters: { duree: MINUTE } },
    ...{ faults: ["crash:magasin-evenements@90s+1s"], untilUs: 2 * MINUTE },
  });
  const notes = eventsOf(run).filter((event) => event.kind === "note");
  expect(notes.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Vue reconstruite\s: \d+ événements relus en \d+ ms\.$/),
  ]);
});

describe("Redis s’arrête juste après avoir dit « ajouté »", () => {
  const faults = ["crash:redis@20s+1s"];
  const lost = (variant: string): number => {
    const run = play("labo7", { variant, faults, parameters: { duree: MINUTE } });
    const claim = run.summary().claims.find(({ id }) => id === "tout-checkout-se-termine");
    return claim?.brokenAt ?? -1;
  };
  test("telle que publiée : rien n’est sur disque, des checkouts acceptés ne finissent pas", () => {
    expect(lost("publiee")).toBeGreaterThan(0);
  });
  test("corrigée : chaque ajout est sur disque avant la réponse", () => {
    expect(lost("corrigee")).toBe(-1);
  });
});
