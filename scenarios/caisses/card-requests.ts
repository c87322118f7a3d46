/** What the reader may ask: touch up a ticket at the first register, and have it checked. */
import { seconds } from "../../simulator/base/time.ts";
import type { RequestCard } from "../../simulator/vocabulary/card.ts";
import { CENTRE } from "./card-names.ts";
import { nodeOf } from "./card-stage.ts";

const SHARED = { from: "controleur", subject: null, timeoutUs: seconds(10) } as const;

export const requests: readonly RequestCard[] = [
  {
    ...{ ...SHARED, id: "retoucher", title: "Retoucher un ticket clos", operation: "retoucher" },
    explanation:
      "Avec une console SQL, divise par deux le montant du premier ticket clos de la caisse A du magasin 1.",
    ...{ to: nodeOf(1, 1), body: null },
  },
  {
    ...{ ...SHARED, id: "controler", title: "Contrôler cette caisse", operation: "controler" },
    explanation:
      "Le siège se fait donner le journal de la caisse A du magasin 1, et dit s’il est intact.",
    ...{ to: CENTRE, body: { node: nodeOf(1, 1) } },
  },
];
