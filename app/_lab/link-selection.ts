/** The selection as the text of a link: `noeud:orchestrateur`, `lien:a>b`, `pas:38`, `sujet:1042`… */
import type { Selection } from "./view.ts";

export function formatSelection(selection: Selection): string {
  switch (selection.kind) {
    case "node":
      return `noeud:${selection.node}`;
    case "link":
      return `lien:${selection.from}>${selection.to}`;
    case "message":
      return `message:${selection.message}`;
    case "event":
      return `pas:${selection.index + 1}`;
    case "subject":
      return `sujet:${selection.subject}`;
    case "fault":
      return `panne:${selection.fault}`;
    case "row":
      return `ligne:${selection.database}/${selection.table}/${selection.key}`;
  }
}

/** null when the text points at nothing that could exist. */
export function parseSelection(text: string): Selection | null {
  const shape = /^(noeud|lien|message|pas|sujet|panne|ligne):(.{1,300})$/s.exec(text);
  if (shape === null) return null;
  const rest = shape[2] as string;
  switch (shape[1]) {
    case "noeud":
      return { kind: "node", node: rest };
    case "lien": {
      const ends = /^([^>]+)>([^>]+)$/.exec(rest);
      return ends === null
        ? null
        : { kind: "link", from: ends[1] as string, to: ends[2] as string };
    }
    case "message":
      return { kind: "message", message: rest };
    case "pas":
      return /^[1-9]\d{0,8}$/.test(rest) ? { kind: "event", index: Number(rest) - 1 } : null;
    case "sujet":
      return { kind: "subject", subject: rest };
    case "panne":
      return { kind: "fault", fault: rest };
    default: {
      const row = /^([^/]+)\/([^/]+)\/(.+)$/s.exec(rest);
      return row === null
        ? null
        : {
            kind: "row",
            database: row[1] as string,
            table: row[2] as string,
            key: row[3] as string,
          };
    }
  }
}
