/**
 * A state of the laboratory as a study names it: plain data that goes from the server to the page.
 * Knows the grammar of links and nothing of what runs.
 */

export interface StudySetup {
  readonly scenario: string;
  readonly variant: string;
  readonly seed: number;
  /** Text forms, only those that differ from the defaults. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Text forms of the faults, in order. */
  readonly faults: readonly string[];
}

/** Two setups with the same key make the same run. */
export const setupKey = (setup: StudySetup): string =>
  `${setup.scenario}#${setupFragment(setup, -1)}`;

/** The link that puts two runs side by side in a prepared comparison. */
export function comparisonHref(
  pair: string,
  [left, right]: readonly [StudySetup, StudySetup],
): string {
  const side = (mark: string, setup: StudySetup): string =>
    setupFragment(setup, null)
      .split("&")
      .filter((part) => !part.startsWith("v="))
      .map((part) => mark + part)
      .join("&");
  return `/comparer/${pair}/#v=1&${side("g.", left)}&${side("d.", right)}`;
}

/** The fragment of a link to this run at this step (index of its last event); null: to the run alone. */
export function setupFragment(setup: StudySetup, playhead: number | null): string {
  const parts = [`v=1&variante=${setup.variant}&graine=${setup.seed}`];
  for (const [id, text] of Object.entries(setup.parameters)) {
    parts.push(`p.${id}=${encodeURIComponent(text)}`);
  }
  setup.faults.forEach((fault, i) => {
    parts.push(`f${i + 1}=${encodeURIComponent(fault)}`);
  });
  if (playhead !== null) parts.push(`pas=${playhead + 1}`);
  return parts.join("&");
}
