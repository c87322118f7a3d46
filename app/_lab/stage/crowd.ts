/** What a stage needs to show a crowd, in one file that is fetched when a card has groups. */
export { layCrowd } from "./crowd-layout.ts";
export { GroupPanel, Regions } from "./GroupPanel.tsx";
export { GroupTile } from "./GroupTile.tsx";
export { cutGroups, mainsOf, tracksByKey } from "./mains.ts";
