/**
 * The engine's door for those who write a scenario: the words of handlers and of claims, nothing else.
 *
 * Handlers name what they wait for (`Context`, `Process`), what came back (`Outcome`) and what they refuse;
 * claims say what must hold. The kernel and the world behind these names may change without a scenario
 * noticing.
 */
export { type Process, StoryError } from "./kernel/process.ts";
export { invariant, obligations, type Sighting } from "./observation/claim-kinds.ts";
export type { Assembly, Measure, Scenario } from "./simulation.ts";
export { type Operation, operation } from "./world/calls.ts";
export type { Context } from "./world/context.ts";
export { doubt, type Handler, type NodeDefinition, type Refusal, refuse } from "./world/node.ts";
export { type Boots, bootList } from "./world/node-parts.ts";
export { numbered } from "./world/numbered.ts";
export { type Outcome, TIMED_OUT } from "./world/outcome.ts";
