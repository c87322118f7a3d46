import { describe, expect, test } from "vitest";
import { sampleCard } from "@/app/_texte/sample.ts";
import { createLogBuilder } from "@/simulator/testing/log-builder.ts";
import { instantsOf, spansOf, waterfall } from "./waterfall.ts";

/** Une commande : l’orchestrateur appelle l’inventaire, qui écrit, puis la réponse se perd. */
function story() {
  const builder = createLogBuilder();
  const about = { subject: "1042", process: 3 };
  builder.add("orchestrateur", "process-started", { handler: "saga", request: null }, about);
  const call = builder.send("orchestrateur>inventaire", "reserver", about);
  const arrived = builder.deliver(call, { subject: "1042" });
  builder.add(
    "inventaire",
    "request-started",
    { message: call, handler: "reserve", queueDepth: 0, busyWorkers: 1 },
    { subject: "1042", process: 4, cause: arrived },
  );
  builder.add(
    "inventaire",
    "statement-started",
    {
      ...{ database: "inventory", statement: "s1", transaction: null, params: [] },
      sql: "INSERT INTO reservations VALUES (1)",
    },
    { subject: "1042", process: 4 },
  );
  builder.at(9_000_000);
  builder.add(
    "orchestrateur",
    "call-timed-out",
    { message: call, to: "inventaire", operation: "reserver", timeoutUs: 1_000_000 },
    about,
  );
  return builder.log;
}

const rowsAt = (playhead: number, withStatements = true) =>
  waterfall(spansOf(story()), sampleCard, {
    subject: "1042",
    playhead,
    nowUs: 5_000,
    withStatements,
  });

describe("la trace d’une commande", () => {
  test("chaque span est sous celui qui l’a demandé, d’un nœud à l’autre", () => {
    expect(rowsAt(5).map((row) => row.depth)).toEqual([0, 1, 2, 3]);
    expect(rowsAt(5, false).map((row) => row.depth)).toEqual([0, 1, 2]);
  });

  test("ce qui vient après le curseur n’est pas encore su", () => {
    expect(rowsAt(3).map((row) => row.standing)).toEqual(["open", "open", "open", "future"]);
    expect(rowsAt(5)[1]).toMatchObject({ standing: "error", untilUs: 9_000_000 });
  });

  test("une attente de quelques secondes garde sa longueur sur l’axe", () => {
    const instants = instantsOf(rowsAt(5));
    const gaps = instants.map((atUs, i) => atUs - (instants[i - 1] ?? atUs));
    expect(Math.max(...gaps)).toBeLessThan(5_000_000);
  });
});
