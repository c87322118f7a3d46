/** What the reader may ask: three touches of SQL at the first register, and the checks that may see them. */
import { seconds } from "../../simulator/base/time.ts";
import type { RequestCard } from "../../simulator/vocabulary/card.ts";
import { CENTRE } from "./card-names.ts";
import { nodeOf } from "./card-stage.ts";

const SHARED = { from: "controleur", subject: null, timeoutUs: seconds(10) } as const;
const AT_REGISTER = { ...SHARED, to: nodeOf(1, 1), body: null } as const;

const tampering: readonly RequestCard[] = [
  {
    ...{ ...AT_REGISTER, id: "retoucher", operation: "retoucher" },
    title: "Retoucher un montant",
    explanation:
      "UPDATE sur la caisse A du magasin 1 : le montant de son premier ticket clos est divisé par deux.",
  },
  {
    ...{ ...AT_REGISTER, id: "effacer", operation: "effacer" },
    title: "Effacer une ligne au milieu",
    explanation: "DELETE sur la caisse A du magasin 1 : son premier article scanné disparaît.",
  },
  {
    ...{ ...AT_REGISTER, id: "couper", operation: "couper", timeoutUs: seconds(90) },
    title: "Couper la fin du journal",
    explanation:
      "DELETE sur la caisse A du magasin 1 : son dernier ticket disparaît en entier, dès que personne n’y a été servi depuis 5 s.",
  },
];

const checks: readonly RequestCard[] = [
  {
    ...{ ...SHARED, id: "controler", to: CENTRE, operation: "controler" },
    title: "Contrôler cette caisse",
    explanation:
      "Le siège se fait donner le journal de la caisse A du magasin 1, et dit s’il est intact.",
    body: { node: nodeOf(1, 1), usesHead: true },
  },
  {
    ...{ ...SHARED, id: "controler-sans-tete", to: CENTRE, operation: "controler" },
    title: "Contrôler sans la tête notée",
    explanation:
      "Le même contrôle, comme si le siège n’avait rien noté : il ne recalcule que ce que la caisse lui donne.",
    body: { node: nodeOf(1, 1), usesHead: false },
  },
];

export const requests: readonly RequestCard[] = [...tampering, ...checks];
