/** What every tab of the inspector is given. */
import type { Selection } from "@/app/_lab/view.ts";
import type { Reading } from "./reading.ts";

export interface TabProps {
  readonly reading: Reading;
  readonly selection: Selection | null;
  readonly filter: string;
}
