/** What may be asked about the key that the inspector shows, and what was answered about it. */
"use client";
import { faultInstant } from "@/app/_texte/faults.ts";
import { typeset } from "@/app/_texte/typography.ts";
import { Button } from "@/app/_ui/Button.tsx";
import { isBusinessKey } from "@/simulator/vocabulary/fault-text.ts";
import { requestCard, requestsAbout } from "@/simulator/vocabulary/requests.ts";
import { useCard } from "../hooks.ts";
import { Answer } from "./Answer.tsx";
import styles from "./Requests.module.css";
import { useAsk, useAsked, usePlacedRequests } from "./use-requests.ts";

export function AskAbout({ subject }: { readonly subject: string }) {
  const card = useCard();
  const ask = useAsk();
  const placed = usePlacedRequests();
  const asked = useAsked(placed.length > 0);
  const requests = requestsAbout(card);
  if (requests.length === 0 || !isBusinessKey(subject)) return null;
  return (
    <div className={styles.about}>
      {requests.map((request) => (
        <Button
          key={request.id}
          sign="ask"
          title={typeset(request.explanation)}
          onClick={() => ask(request, subject)}
        >
          {typeset(request.title)}
        </Button>
      ))}
      {placed.map(({ intervention, isEnabled }) => {
        const { id, target } = intervention;
        if (!isEnabled || target.kind !== "request" || target.subject !== subject) return null;
        const title = requestCard(card, target.request)?.title ?? target.request;
        return (
          <div key={id}>
            <p className={styles.asked}>{typeset(`${title} ${faultInstant(intervention)}`)}</p>
            <Answer asked={asked.get(id)} />
          </div>
        );
      })}
    </div>
  );
}
