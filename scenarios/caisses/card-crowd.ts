/** The whole chain, when there are more registers than the stage draws one by one. */
import type { CrowdCard } from "../../simulator/vocabulary/crowd.ts";
import { registerBase } from "./card-data.ts";
import { CENTRE, UNSENT } from "./card-names.ts";
import { registerCard } from "./card-stage.ts";

export const crowd: CrowdCard = {
  groups: "magasins",
  members: "caisses-par-magasin",
  larger: "magasins-plus-grands",
  group: { id: "magasin-{group}", title: "Magasin {group}", named: "le magasin {group}" },
  counted: "{count} caisses",
  groupsCounted: "{count} magasins",
  member: registerCard("{group}", "{member}", "{letter}"),
  database: registerBase("{group}", "{member}", "{letter}"),
  hub: CENTRE,
  unsent: { key: UNSENT, title: "à envoyer" },
  regions: [
    { title: "Nord", named: "la région Nord" },
    { title: "Est", named: "la région Est" },
    { title: "Sud", named: "la région Sud" },
    { title: "Ouest", named: "la région Ouest" },
  ],
};
