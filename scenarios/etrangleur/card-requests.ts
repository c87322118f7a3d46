/** What the reader may ask of the running system: to weigh the two catalogues differently, at any instant. */
import { seconds } from "../../simulator/base/time.ts";
import type { RequestCard } from "../../simulator/vocabulary/card.ts";

export const requests: readonly RequestCard[] = [
  {
    ...{ id: "peser", title: "Changer les poids", from: "exploitant", to: "nginx" },
    explanation:
      "Écrit un nouveau fichier et recharge nginx : la clé est la part, de 0 à 100, du nouveau service Catalogue.",
    operation: "peser",
    subject: { title: "Poids du nouveau service", example: "25" },
    body: { weight: "{subject}" },
    timeoutUs: seconds(5),
  },
];
