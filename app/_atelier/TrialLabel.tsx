/** What an entry to try does to a piece: a fault put in the world, or only another load, another setting. */
import { Sign } from "../_ui/Sign.tsx";

interface TrialLabelProps {
  readonly title: string;
  readonly faultCount: number;
  readonly isChosen: boolean;
}

export function TrialLabel({ title, faultCount, isChosen }: TrialLabelProps) {
  if (faultCount > 0) {
    return (
      <>
        <Sign name={isChosen ? "fault" : "fault-off"} />
        <span>{title}</span>
      </>
    );
  }
  return (
    <>
      <Sign name="branch" />
      <span>
        {title} <small>(réglage, sans panne)</small>
      </span>
    </>
  );
}
