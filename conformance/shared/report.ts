/**
 * What a comparison found: how much was compared, and where model and server said different things.
 *
 * Owns the counting and the words; zero differences is the only good end. Knows no server.
 */

/** One reply that is not the same on both sides. */
export interface Difference {
  /** Schedule in which it appeared: a name or a seed that brings it back. */
  readonly schedule: string;
  /** Position in the schedule, from 0. */
  readonly step: number;
  readonly command: string;
  readonly server: unknown;
  readonly model: unknown;
}

export interface Report {
  /** One more schedule was played on both sides, with that many replies compared. */
  readonly compared: (replies: number) => void;
  readonly differs: (difference: Difference) => void;
  /** Facts worth saying: versions, sizes, figures. */
  readonly says: (sentence: string) => void;
  readonly schedules: number;
  readonly replies: number;
  readonly differences: readonly Difference[];
  /** Lines for the terminal, in French. */
  readonly lines: () => readonly string[];
}

const SHOWN_MAX = 10;

export function createReport(title: string): Report {
  const differences: Difference[] = [];
  const facts: string[] = [];
  let schedules = 0;
  let replies = 0;
  return {
    compared(count) {
      schedules++;
      replies += count;
    },
    differs: (difference) => void differences.push(difference),
    says: (sentence) => void facts.push(sentence),
    get schedules() {
      return schedules;
    },
    get replies() {
      return replies;
    },
    differences,
    lines() {
      const count = `${title} : ${schedules} programmes, ${replies} réponses comparées, ${differences.length} différence${differences.length > 1 ? "s" : ""}`;
      const shown = differences.slice(0, SHOWN_MAX).flatMap(told);
      const more = differences.length - SHOWN_MAX;
      return [
        count,
        ...facts.map((fact) => `  ${fact}`),
        ...shown,
        ...(more > 0 ? [`  … et ${more} de plus`] : []),
      ];
    },
  };
}

const told = ({ schedule, step, command, server, model }: Difference): readonly string[] => [
  `  programme ${schedule}, pas ${step} : ${command}`,
  `    serveur : ${JSON.stringify(server)}`,
  `    modèle  : ${JSON.stringify(model)}`,
];

/**
 * Compares two values as JSON writes them and notes a difference. True when they are the same.
 * `undefined` and a missing field are the same thing.
 */
export function same(report: Report, difference: Difference): boolean {
  const isSame = JSON.stringify(difference.server) === JSON.stringify(difference.model);
  if (!isSame) report.differs(difference);
  return isSame;
}
