/** The command line that scripts rely on: its words, its JSON, its exit codes. */
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { execute } from "./commands.ts";

interface Told {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The commands, in this process: starting Node costs more than most of what is asked here. */
async function sim(...words: string[]): Promise<Told> {
  let out = "";
  let err = "";
  const code = await execute(words, {
    print: (text) => {
      out += `${text}\n`;
    },
    complain: (text) => {
      err += `${text}\n`;
    },
  });
  return { code, out, err };
}

/** The command line itself, as a script starts it. */
function inTerminal(...words: string[]): Told {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "./scripts/register.mjs", "simulator/cli/main.ts", ...words],
    { encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } },
  );
  return { code: status, out: stdout, err: stderr };
}

const ASKABLE = "piece-saga-orchestree";
const BREAKING = "drop-message:orchestrateur>paiement:debiter:1041#1/reply@0s";

describe("run", () => {
  test("un parcours sans panne : code 0, et un seul document JSON", async () => {
    const { code, out } = await sim("run", "saga-fintech", "--json");
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(Object.keys(report)).toEqual(
      expect.arrayContaining([
        ...["scenario", "variant", "seed", "params", "interventions", "engineVersion", "events"],
        ...["simulatedUs", "digest", "metrics", "claims"],
      ]),
    );
    expect(report).toMatchObject({ scenario: "saga-fintech", variant: "publiee", seed: 42 });
    expect(report.digest).toMatch(/^[0-9a-f]{16}$/);
    expect(report.claims.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining([
        ...["paye-donc-expedie-ou-rembourse", "jamais-expedie-sans-paiement", "stock-conserve"],
        ...["une-seule-reservation", "un-seul-debit", "toute-saga-se-termine"],
      ]),
    );
    for (const metric of Object.values<{ value: number; unit: string }>(report.metrics)) {
      expect(metric.value).toBeTypeOf("number");
      expect(metric.unit).toBeTypeOf("string");
    }
  });

  test("une promesse rompue : code 1, avec l’instant et l’événement", async () => {
    const { code, out } = await sim("run", "saga-fintech", "--fault", BREAKING, "--json");
    expect(code).toBe(1);
    const { claims, interventions } = JSON.parse(out);
    expect(interventions).toEqual([BREAKING]);
    const broken = claims.filter(({ verdict }: { verdict: string }) => verdict === "broken");
    expect(broken).toHaveLength(1);
    expect(broken[0]).toMatchObject({ id: "paye-donc-expedie-ou-rembourse", kind: "eventually" });
    expect(broken[0].atUs).toBeGreaterThan(0);
    expect(broken[0].eventId).toMatch(/^event:\d+$/);
  });

  test("en clair, l’instant de la rupture se lit en minutes et secondes, pas en microsecondes", async () => {
    const { out } = await sim("run", "saga-fintech", "--fault", BREAKING);
    expect(out).toMatch(/rompue .* à (?:\d+.min.)?\d+(?:,\d{1,3})?.(?:s|ms), pas \d+ : /);
    expect(out).toContain("de temps simulé");
    expect(out).not.toMatch(/\dus\b/);
  });

  test("la même panne, variante corrigée : code 0", async () => {
    const { code } = await sim("run", "saga-fintech", "--variant", "corrigee", "--fault", BREAKING);
    expect(code).toBe(0);
  });

  test("un parcours arrêté trop tôt pour juger : code 2", async () => {
    const { code, out } = await sim("run", "saga-fintech", "--until", "600ms", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(out).claims.some((c: { verdict: string }) => c.verdict === "unknown")).toBe(
      true,
    );
  });

  test("deux fois la même commande : la même empreinte", async () => {
    const words = [
      "run",
      "saga-fintech",
      "--seed",
      "7",
      "--fault",
      "crash:orchestrateur@1s+3s",
      "--json",
    ];
    expect((await sim(...words)).out).toBe((await sim(...words)).out);
  });

  test("--log écrit un événement par ligne, autant que d’événements annoncés", async () => {
    const file = join(tmpdir(), `contretemps-${process.pid}.jsonl`);
    const { out } = await sim("run", "saga-fintech", "--log", file, "--json");
    const lines = readFileSync(file, "utf8").trim().split("\n");
    rmSync(file);
    expect(lines).toHaveLength(JSON.parse(out).events);
    expect(JSON.parse(lines[0] as string)).toMatchObject({ index: 0, kind: "run-started" });
  });
});

describe("une demande du lecteur", () => {
  test("est posée à son instant, et sa réponse se lit dans le document et en clair", async () => {
    const words = ["run", ASKABLE, "--request", "etat-saga/7@3s"];
    const report = JSON.parse((await sim(...words, "--json")).out);
    expect(report.interventions).toEqual(["request:etat-saga/7@3s"]);
    expect(report.requests).toHaveLength(1);
    expect(report.requests[0]).toMatchObject({
      ...{ intervention: "f1", request: "etat-saga", subject: "7", outcome: "ok" },
      reply: { saga: "7" },
    });
    expect(report.requests[0].atUs).toBeGreaterThan(3_000_000);
    const inFrench = (await sim(...words)).out.replaceAll(/[\u202F\u00A0]/g, " ");
    expect(inFrench).toMatch(/« Où en est cette commande \? » 7 : répondue à .*"saga":"7"/);
  });

  test("s’écrit aussi comme une panne : c’est le même objet, et la même empreinte", async () => {
    const asked = await sim("run", ASKABLE, "--request", "sagas-en-cours@event:200", "--json");
    const faulty = await sim(
      "run",
      ASKABLE,
      "--fault",
      "request:sagas-en-cours@event:200",
      "--json",
    );
    expect(faulty.out).toBe(asked.out);
  });
});

describe("sweep", () => {
  test("compte par variante les graines où chaque promesse se rompt", async () => {
    const { code, out } = await sim(
      ...[
        "sweep",
        "saga-fintech",
        "--seeds",
        "1..5",
        "--variant",
        "publiee",
        "--variant",
        "corrigee",
      ],
      ...["--fault", BREAKING, "--json"],
    );
    expect(code).toBe(1);
    const [published, corrected] = JSON.parse(out).variants;
    const broken = (sweep: { claims: { id: string; broken: number }[] }): number =>
      sweep.claims.reduce((sum, claim) => sum + claim.broken, 0);
    expect(published).toMatchObject({ variant: "publiee", runs: 5 });
    expect(broken(published)).toBe(5);
    expect(broken(corrected)).toBe(0);
  });
});

describe("list", () => {
  test("nomme les scénarios, leurs variantes et leurs promesses", async () => {
    const { code, out } = await sim("list", "--json");
    expect(code).toBe(0);
    const { scenarios } = JSON.parse(out);
    expect(scenarios[0]).toMatchObject({ id: "saga-fintech" });
    expect(scenarios[0].variants.map(({ id }: { id: string }) => id)).toEqual([
      ...["sans-coordination", "publiee", "corrigee"],
    ]);
  });
});

describe("mauvais usage : code 64, une phrase qui dit que faire, rien sur la sortie", () => {
  test.each([
    [["run", "inconnu"], "Scénario inconnu"],
    [["run", "saga-fintech", "--variant", "x"], "Variante inconnue"],
    [["run", "saga-fintech", "--param", "stock=beaucoup"], "« stock » prend un entier"],
    [["run", "piece-delai", "--log", "scenarios/nulle/part"], "ne peut pas être écrit"],
    [["run", "saga-fintech", "--param", "x=1"], "Paramètre inconnu"],
    [["run", "saga-fintech", "--fault", "crash:personne@1s"], "n’a pas de nœud"],
    [["run", "saga-fintech", "--fault", "n’importe quoi"], "n’est pas une panne"],
    [["run", "saga-fintech", "--request", "etat-saga/7@1s"], "ne prend pas de demande"],
    [["run", ASKABLE, "--request", "fantome@1s"], "Demande inconnue : « fantome »"],
    [["run", ASKABLE, "--fault", "request:etat-saga@1s"], "écrivez par exemple « etat-saga/7 »"],
    [["run", ASKABLE, "--request", "sagas-en-cours/7@1s"], "ne vise aucune clé"],
    [["run", "saga-fintech", "--seed", "-1"], "La graine est un entier"],
    [["run", "saga-fintech", "--frobnicate", "1"], "Option inconnue"],
    [
      ["run", "piece-mise-a-l-echelle", "--param", "minimum=4", "--param", "maximum=2"],
      "est moins que le minimum",
    ],
    [["sweep", "saga-fintech"], "attend « --seeds A..B »"],
    [["fais-tout"], "Commande inconnue"],
    [[], "list [--json]"],
  ])("%j", async (words, sentence) => {
    const { code, out, err } = await sim(...words);
    expect(code).toBe(64);
    expect(out).toBe("");
    expect(err.replaceAll(/[ {2}]/g, " ")).toContain(sentence);
  });

  test("une clé de dix mille caractères", async () => {
    const key = "7".repeat(10_000);
    const { code, out, err } = await sim("run", ASKABLE, "--request", `etat-saga/${key}@1s`);
    expect(code).toBe(64);
    expect(out).toBe("");
    expect(err).toContain("de 1 à 64 lettres");
    expect(err.length).toBeLessThan(400);
  });
});

test("dans un terminal : la réponse et rien d’autre sur la sortie, la plainte à côté, et le code", async () => {
  const words = ["run", "saga-fintech", "--fault", BREAKING, "--json"];
  expect(inTerminal(...words)).toEqual(await sim(...words));
  const refused = inTerminal("run", "inconnu");
  expect(refused).toEqual(await sim("run", "inconnu"));
  expect(refused).toMatchObject({ code: 64, out: "" });
});
