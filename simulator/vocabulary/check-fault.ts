/**
 * A fault given from outside, held against a scenario: does what it aims at exist there?
 *
 * Reading the text form (`fault-text.ts`) knows no scenario; this check does. A message cannot be
 * known before the run: only its shape and its ends are checked.
 */
import type { ScenarioCard } from "./card.ts";
import type { Parsed } from "./fault-text.ts";
import type { Intervention } from "./interventions.ts";
import { checkRequest } from "./requests.ts";

const MESSAGE = /^([^>]+)>([^:]+):([^:]+):.*#(?:f\d{1,4}\.)?\d+(?:\/reply(?:\.\d+)?)?(?:~\d+)?$/;

/** The same fault, or a French message that names what is unknown and what is known. */
export function checkFault(card: ScenarioCard, fault: Intervention): Parsed<Intervention> {
  const nodes = new Set(card.nodes.map((node) => node.id));
  const unknownNode = (id: string): Parsed<Intervention> => ({
    kind: "error",
    message: `Le scénario « ${card.id} » n’a pas de nœud « ${id} ». Nœuds : ${[...nodes].join(", ")}.`,
  });
  const { target } = fault;
  switch (target.kind) {
    case "request": {
      const problem = checkRequest(card, target);
      return problem === null ? { kind: "ok", value: fault } : { kind: "error", message: problem };
    }
    case "node":
      return nodes.has(target.node) ? { kind: "ok", value: fault } : unknownNode(target.node);
    case "link": {
      const missing = [...target.from, ...target.to].find((id) => !nodes.has(id));
      if (missing !== undefined) return unknownNode(missing);
      const isLinked = target.from.some((from) =>
        target.to.some((to) => card.links.some((l) => joins(l, from, to))),
      );
      return isLinked
        ? { kind: "ok", value: fault }
        : {
            kind: "error",
            message: `Aucun lien ne va de « ${target.from.join(", ")} » à « ${target.to.join(", ")} ». Liens : ${card.links.map(({ a, b }) => `${a}|${b}`).join(", ")}.`,
          };
    }
    case "message": {
      const parts = MESSAGE.exec(target.message);
      if (parts === null) {
        return {
          kind: "error",
          message: `« ${target.message} » n’est pas un message : son identifiant s’écrit « de>vers:opération:sujet#1 », suivi de « /reply » pour la réponse.`,
        };
      }
      const missing = [parts[1] as string, parts[2] as string].find((id) => !nodes.has(id));
      if (missing !== undefined) return unknownNode(missing);
      const operation = parts[3] as string;
      return card.operations.some(({ id }) => id === operation)
        ? { kind: "ok", value: fault }
        : {
            kind: "error",
            message: `Opération inconnue : « ${operation} ». Opérations : ${card.operations.map(({ id }) => id).join(", ")}.`,
          };
    }
  }
}

const joins = (
  link: { readonly a: string; readonly b: string },
  from: string,
  to: string,
): boolean => (link.a === from && link.b === to) || (link.a === to && link.b === from);
