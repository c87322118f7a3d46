/** Which check notices which touch of SQL: a line changed, a line taken out, an end cut off. */
import { describe, expect, test } from "vitest";
import { askedRequests } from "../../simulator/observation/requests.ts";
import { play } from "../../simulator/testing/play.ts";

/** Verdicts of the checks, in the order asked; « m1-c1 » closes a ticket at 126 s and opens the next at 148 s. */
function verdicts(variant: string, faults: readonly string[]): readonly string[] {
  const run = play("caisses", { variant, faults, untilUs: 260_000_000 });
  const replies = [...askedRequests(run.log).values()].map(({ end }) => end?.reply);
  run.close();
  return replies.flatMap((reply) =>
    typeof reply === "object" && reply !== null && "verdict" in reply
      ? [String(reply.verdict)]
      : [],
  );
}

const after = (touch: string): readonly string[] => [
  `request:${touch}@130s`,
  "request:controler@142s",
];

describe("telle que publiée : un journal où rien n’est scellé", () => {
  test.each([
    ["un montant changé passe", "retoucher", "intact"],
    ["une ligne ôtée laisse un trou dans les versions", "effacer", "rompu"],
    ["une fin coupée passe", "couper", "intact"],
  ])("%s", (_title, touch, verdict) => {
    expect(verdicts("publiee", after(touch))).toEqual([verdict]);
  });
});

describe("corrigée : une chaîne de sceaux, et sa tête notée au siège", () => {
  test.each(["retoucher", "effacer", "couper"])("« %s » est vu", (touch) => {
    expect(verdicts("corrigee", after(touch))).toEqual(["rompu"]);
  });

  test("sans la tête notée, une fin coupée passe jusqu’à la ligne suivante", () => {
    const checks = ["request:controler-sans-tete@142s", "request:controler-sans-tete@170s"];
    expect(verdicts("corrigee", ["request:couper@130s", ...checks])).toEqual(["intact", "rompu"]);
  });

  test("coupée avant d’être connue du siège, la fin passe aussi : nul ne l’avait notée", () => {
    const faults = ["partition:m1-c1|siege@100s+36s", "request:couper@130s"];
    expect(verdicts("corrigee", [...faults, "request:controler@137s"])).toEqual(["intact"]);
  });

  test("après une coupe, la tête notée ne suit pas un journal qui ne la suit pas", () => {
    // An arrest makes the register take up its journal where it was cut: its chain is whole again.
    const faults = ["request:couper@130s", "crash:m1-c1@133s+1s"];
    expect(verdicts("corrigee", [...faults, "request:controler@250s"])).toEqual(["rompu"]);
  });
});
