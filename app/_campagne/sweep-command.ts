/** The same runs in the terminal: one `sweep` a side, with what differs from the scenario's own settings. */
import { formatFault } from "@/simulator/vocabulary/fault-text.ts";
import { defaultParameters, formatParameter } from "@/simulator/vocabulary/parameters.ts";
import type { CampaignSide, CampaignState } from "./campaign.ts";

const quoted = (text: string): string => (/^[\w.:@+/=-]+$/.test(text) ? text : `'${text}'`);

function commandOf({ card, request }: CampaignSide, { from, count }: CampaignState["seeds"]) {
  const defaults = defaultParameters(card.parameters);
  const settings = card.parameters.flatMap(({ id }) => {
    const value = request.parameters[id];
    const usual = defaults[id];
    if (value === undefined || usual === undefined) return [];
    const text = formatParameter(value);
    return text === formatParameter(usual) ? [] : ["--param", quoted(`${id}=${text}`)];
  });
  const faults = request.interventions.flatMap((fault) => ["--fault", quoted(formatFault(fault))]);
  const until = request.untilUs === null ? [] : ["--until", `${request.untilUs}us`];
  return [
    ...["npm run --silent sim -- sweep", card.id, "--seeds", `${from}..${from + count - 1}`],
    ...["--variant", request.variant, ...settings, ...faults, ...until],
  ].join(" ");
}

export const sweepCommands = ({ sides, seeds }: CampaignState): readonly string[] =>
  sides.map((side) => commandOf(side, seeds));
