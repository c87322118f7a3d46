/** What the orchestrator asks of a service: which saga, under which key. */
import type { StepRequest } from "../../../simulator/coordination.ts";

export type Asked = { readonly saga: string; readonly key: string };

export const asked = ({ saga, key }: StepRequest<null>): Asked => ({ saga, key });
