/** What came of one placed request, for whoever shows that one alone. */
"use client";
import { Answer } from "./Answer.tsx";
import { useAsked } from "./use-requests.ts";

export function RequestAnswer({ id }: { readonly id: string }) {
  return <Answer asked={useAsked(true).get(id)} />;
}
