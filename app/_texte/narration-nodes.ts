/**
 * Sentences for nodes, clocks, links, faults and what runs inside a node.
 */
import type { ScenarioCard } from "../../simulator/vocabulary/card.ts";
import type { EventOf } from "../../simulator/vocabulary/events.ts";
import { parseFault } from "../../simulator/vocabulary/fault-text.ts";
import type { EventLog } from "../../simulator/vocabulary/log.ts";
import { faultTitle } from "./faults.ts";
import { agree, ofNamed } from "./grammar.ts";
import { formatValue, forSubject, handlerTitle, nodeNamed } from "./names.ts";
import { countOf, formatDecimal, formatDuration } from "./numbers.ts";
import { partText, readingOf } from "./part-words.ts";
import { quoted, sentence } from "./typography.ts";

export function tellCrash(event: EventOf<"node-crashed">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const lost =
    event.lostProcessCount === 0
      ? ""
      : ` (${countOf(event.lostProcessCount, "traitement en cours", "traitements en cours")})`;
  const hasBase = card.databases.some((database) => database.node === event.node);
  const base = hasBase ? ", sa base survit" : "";
  const memory = agree(node, "sa mémoire", "leur mémoire");
  return sentence(
    `${node} ${agree(node, "s’arrête", "s’arrêtent")} : ${memory} est perdue${lost}${base}`,
  );
}

export function tellRestart(event: EventOf<"node-restarted">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const hasBase = card.databases.some((database) => database.node === event.node);
  const rest = hasBase ? " : seul reste ce que dit sa base" : "";
  return sentence(`${node} ${agree(node, "redémarre", "redémarrent")}, la mémoire vide${rest}`);
}

export function tellPause(event: EventOf<"node-paused">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  return sentence(
    `${node} ${agree(node, "se fige", "se figent")} : plus rien n’y avance, rien n’y est perdu`,
  );
}

export function tellResume(event: EventOf<"node-resumed">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  return sentence(`${node} ${agree(node, "reprend", "reprennent")} là où tout s’était figé`);
}

export function tellSlowed(event: EventOf<"node-slowed">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  if (event.factorPercent === 100) {
    return sentence(`${node} ${agree(node, "retrouve", "retrouvent")} un rythme normal`);
  }
  const factor = formatDecimal(event.factorPercent / 100, 2);
  return sentence(`${node} ${agree(node, "avance", "avancent")} ${factor} fois plus lentement`);
}

export function tellClock(
  event: EventOf<"clock-shifted"> | EventOf<"clock-drifted">,
  card: ScenarioCard,
): string {
  const clock = `l’horloge ${ofNamed(nodeNamed(card, event.node))}`;
  if (event.kind === "clock-shifted") {
    if (event.offsetUs === 0) return sentence(`${clock} est remise à l’heure`);
    const verb = event.offsetUs < 0 ? "retarde" : "avance";
    return sentence(`${clock} ${verb} de ${formatDuration(Math.abs(event.offsetUs))}`);
  }
  if (event.partsPerMillion === 0) return sentence(`${clock} ne dérive plus`);
  const verb = event.partsPerMillion < 0 ? "perd" : "gagne";
  const perSecond = formatDecimal(Math.abs(event.partsPerMillion) / 1_000, 3);
  return sentence(`${clock} ${verb} ${perSecond} ms à chaque seconde`);
}

export function tellLink(event: EventOf<"link-changed">, card: ScenarioCard): string {
  const link = `le lien ${ofNamed(nodeNamed(card, event.from))} vers ${nodeNamed(card, event.to)}`;
  switch (event.state) {
    case "open":
      return sentence(`${link} est rétabli`);
    case "cut":
      return sentence(`${link} est coupé : les messages s’y perdent`);
    case "held":
      return sentence(`${link} retient les messages : ils attendent`);
  }
}

export function tellDegraded(event: EventOf<"node-degraded">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  if (event.mode === "refuse") {
    return event.isOn
      ? sentence(`${node} ${agree(node, "refuse", "refusent")} toute requête`)
      : sentence(`${node} ${agree(node, "accepte", "acceptent")} de nouveau les requêtes`);
  }
  return event.isOn
    ? sentence(`le disque ${ofNamed(node)} est plein : sa base ne peut plus écrire`)
    : sentence(`le disque ${ofNamed(node)} a de nouveau de la place`);
}

/** The text of the fault that now ends: its beginning is the cause, or the last one with this id. */
export function tellFaultEnd(
  event: EventOf<"fault-ended">,
  card: ScenarioCard,
  log: EventLog,
): string {
  const title = faultTitleIn(log, { fault: event.fault, before: event.index }, card);
  return sentence(
    title === null ? "votre panne prend fin" : `votre panne ${quoted(title)} prend fin`,
  );
}

/** The title of the fault of this id that began before an event; null when none has that id. */
export function faultTitleIn(
  log: EventLog,
  { fault: id, before }: { readonly fault: string; readonly before: number },
  card: ScenarioCard,
): string | null {
  for (let at = before - 1; at >= 0; at--) {
    if (log.kind(at) !== "fault-started") continue;
    const started = log.eventOf("fault-started", at);
    if (started.fault !== id) continue;
    const fault = parseFault(started.text, started.fault);
    return fault.kind === "ok" ? faultTitle(fault.value, card) : started.text;
  }
  return null;
}

export function tellProcess(
  event: EventOf<"process-started"> | EventOf<"process-ended"> | EventOf<"process-lost">,
  card: ScenarioCard,
): string {
  const node = nodeNamed(card, event.node);
  const what = quoted(handlerTitle(card, event.handler));
  const about = forSubject(card, event.subject);
  switch (event.kind) {
    case "process-started":
      return sentence(`${node} ${agree(node, "entame", "entament")} ${what}${about}`);
    case "process-lost":
      return sentence(`le traitement ${what}${about} est oublié avec la mémoire ${ofNamed(node)}`);
    case "process-ended": {
      const detail = event.detail === "" ? "" : ` : ${event.detail}`;
      if (event.outcome === "done") {
        return sentence(`${node} ${agree(node, "termine", "terminent")} ${what}${about}`);
      }
      return event.outcome === "failed"
        ? sentence(`${node} ${agree(node, "échoue", "échouent")} dans ${what}${about}${detail}`)
        : sentence(`${node} ${agree(node, "interrompt", "interrompent")} ${what}${about}`);
    }
  }
}

export function tellMemory(event: EventOf<"memory-changed">, card: ScenarioCard): string {
  const node = nodeNamed(card, event.node);
  const reading = readingOf(card, { node: event.node, store: null, key: event.key });
  if (reading !== null && event.after !== null) {
    const shows = agree(node, "montre", "montrent");
    return sentence(
      `${node} ${shows} ${quoted(reading.title)} : ${partText(reading, event.after)}`,
    );
  }
  const key = quoted(event.key);
  if (event.after === null) return sentence(`${node} ${agree(node, "oublie", "oublient")} ${key}`);
  const retains = agree(node, "retient", "retiennent");
  return sentence(`${node} ${retains} en mémoire ${key} : ${formatValue(event.after, card)}`);
}

export const tellTimer = (event: EventOf<"timer-fired">, card: ScenarioCard): string =>
  sentence(`le minuteur ${quoted(event.label)} ${ofNamed(nodeNamed(card, event.node))} sonne`);
