/**
 * The command line's words, read into a request. Bad usage is a French sentence, never a stack.
 */

import type { ScenarioCard } from "../vocabulary/card.ts";
import { checkFault } from "../vocabulary/check-fault.ts";
import { cardFor } from "../vocabulary/crowd.ts";
import { type Parsed, parseFault, parseTime } from "../vocabulary/fault-text.ts";
import type { Intervention } from "../vocabulary/interventions.ts";
import { defaultParameters, type Parameters, parseParameter } from "../vocabulary/parameters.ts";
import { knownCards } from "./known-cards.ts";

export interface RunWords {
  readonly card: ScenarioCard;
  readonly variants: readonly string[];
  readonly seed: number;
  readonly seeds: { readonly from: number; readonly to: number };
  readonly parameters: Parameters;
  readonly interventions: readonly Intervention[];
  readonly untilUs: number | null;
  readonly isJson: boolean;
  readonly logFile: string | null;
}

/** Thrown for words that cannot be read: exit code 64. */
export class BadUsage extends Error {
  override readonly name = "BadUsage";
}

const taken = <T>(parsed: Parsed<T>): T => {
  if (parsed.kind === "error") throw new BadUsage(parsed.message);
  return parsed.value;
};

function scenarioCard(id: string | undefined): ScenarioCard {
  const card = knownCards.find((known) => known.id === id);
  if (card !== undefined) return card;
  const known = knownCards.map((c) => c.id).join(", ");
  throw new BadUsage(
    id === undefined
      ? `Quel scénario ? Scénarios : ${known}.`
      : `Scénario inconnu : « ${id} ». Scénarios : ${known}.`,
  );
}

function variantOf(card: ScenarioCard, id: string): string {
  if (card.variants.some((variant) => variant.id === id)) return id;
  const known = card.variants.map((variant) => variant.id).join(", ");
  throw new BadUsage(`Variante inconnue : « ${id} ». Variantes : ${known}.`);
}

function parameterOf(card: ScenarioCard, text: string): readonly [string, Parameters[string]] {
  const [id = "", ...rest] = text.split("=");
  const parameter = card.parameters.find((known) => known.id === id);
  if (parameter === undefined || rest.length === 0) {
    const known = card.parameters.map((p) => p.id).join(", ");
    throw new BadUsage(
      `Paramètre inconnu : « ${text} » (écrivez nom=valeur). Paramètres : ${known}.`,
    );
  }
  return [id, taken(parseParameter(parameter, rest.join("=")))];
}

function wholeNumber(text: string, what: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new BadUsage(`${what} est un entier, pas « ${text} ».`);
  return Number(text);
}

function seedRange(text: string): { readonly from: number; readonly to: number } {
  const [from = "", to = ""] = text.split("..");
  const range = {
    from: wholeNumber(from, "La première graine"),
    to: wholeNumber(to, "La dernière graine"),
  };
  if (range.to < range.from)
    throw new BadUsage(`« ${text} » : la dernière graine précède la première.`);
  return range;
}

/** Reads the words that follow `run` or `sweep`. @throws BadUsage */
export function readWords(words: readonly string[], command: "run" | "sweep"): RunWords {
  const card = scenarioCard(words[0]?.startsWith("--") === true ? undefined : words[0]);
  const variants: string[] = [];
  const parameters: Record<string, Parameters[string]> = { ...defaultParameters(card.parameters) };
  const interventions: Intervention[] = [];
  let seed = card.defaultSeed;
  let seeds: { readonly from: number; readonly to: number } | null = null;
  let untilUs: number | null = null;
  let isJson = false;
  let logFile: string | null = null;
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as string;
    if (word === "--json") {
      isJson = true;
      continue;
    }
    const value = words[++i];
    if (value === undefined) throw new BadUsage(`« ${word} » attend une valeur.`);
    switch (word) {
      case "--variant":
        variants.push(variantOf(card, value));
        break;
      case "--seed":
        seed = wholeNumber(value, "La graine");
        break;
      case "--seeds":
        seeds = seedRange(value);
        break;
      case "--param": {
        const [id, read] = parameterOf(card, value);
        parameters[id] = read;
        break;
      }
      case "--request":
      case "--fault": {
        const text = word === "--request" ? `request:${value}` : value;
        const fault = taken(parseFault(text, `f${interventions.length + 1}`));
        interventions.push(fault);
        break;
      }
      case "--until":
        untilUs = taken(parseTime(value));
        if (untilUs <= 0) throw new BadUsage("« --until » attend une durée positive.");
        break;
      case "--log":
        logFile = value;
        break;
      default:
        throw new BadUsage(`Option inconnue : « ${word} ».`);
    }
  }
  // Held against the world that the parameters make, wherever they stand in the command.
  const world = cardFor(card, parameters);
  for (const fault of interventions) taken(checkFault(world, fault));
  if (command === "run" && (seeds !== null || variants.length > 1)) {
    throw new BadUsage("« run » joue une graine et une variante ; pour plusieurs, « sweep ».");
  }
  if (command === "sweep" && seeds === null) {
    throw new BadUsage("« sweep » attend « --seeds A..B », par exemple « --seeds 1..200 ».");
  }
  return {
    card,
    variants:
      variants.length > 0
        ? variants
        : command === "run"
          ? [card.defaultVariant]
          : card.variants.map((v) => v.id),
    seed,
    seeds: seeds ?? { from: seed, to: seed },
    parameters,
    interventions,
    untilUs,
    isJson,
    logFile,
  };
}
