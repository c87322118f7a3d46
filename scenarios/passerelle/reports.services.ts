/**
 * Reports: heavy queries over large sets of data, which share cores and a memory.
 *
 * Beyond its memory the machine swaps and each query takes several times as long: the more it is asked, the less
 * it answers. Nobody tells it that a client has left, unless the demand itself says when to stop.
 */
import { type DurationUs, ms } from "../../simulator/base/time.ts";
import { type Context, type Process, type Refusal, refuse } from "../../simulator/scenario.ts";
import type { Content, Work } from "./operations.ts";
import { countOf, durationOf, quantilesOf } from "./settings.ts";

/** Between two looks at how many share the machine. */
const SLICE = ms(250);

interface Machine {
  runningCount: number;
  restartCount: number;
  /** An export keeps the tables locked until then, µs. */
  exportEndsAtUs: number;
}

const machineOf = (ctx: Context): Machine =>
  ctx.objects.volatile("machine", () => ({ runningCount: 0, restartCount: 0, exportEndsAtUs: 0 }));

/** How many times longer than alone a query takes now. */
function pressureOn(ctx: Context, { runningCount, exportEndsAtUs }: Machine): number {
  const sharing = Math.max(1, runningCount / countOf(ctx.parameters, "coeurs"));
  const swapping =
    runningCount > countOf(ctx.parameters, "memoire") ? countOf(ctx.parameters, "pagination") : 1;
  const locked = ctx.nowUs < exportEndsAtUs ? countOf(ctx.parameters, "export-facteur") : 1;
  return sharing * swapping * locked;
}

/** Alone on the machine: most are short, a few are long by nature. */
function durationAlone(ctx: Context): DurationUs {
  const { random, parameters } = ctx;
  const isHeavy = random.chance(countOf(parameters, "rapports-lourds"));
  const usual = random.latency(quantilesOf(parameters, "duree-rapport"));
  const low = durationOf(parameters, "lourd-min");
  const heavy = low + random.integerBelow(durationOf(parameters, "lourd-etendue") + 1);
  return isHeavy ? (heavy as DurationUs) : usual;
}

function count(machine: Machine, by: 1 | -1, { memory }: Context): void {
  machine.runningCount += by;
  memory.set("calculs", machine.runningCount);
}

export function* computeReport(ctx: Context, { key, workMaxUs }: Work): Process<Content | Refusal> {
  let leftUs: number = durationAlone(ctx);
  if (key === null) return refuse("aucun rapport nommé");
  if (ctx.random.chance(countOf(ctx.parameters, "fragment-malade")))
    return refuse("fragment de données illisible");
  const machine = machineOf(ctx);
  const { restartCount } = machine;
  const startedAtUs = ctx.nowUs;
  count(machine, 1, ctx);
  while (leftUs > 0) {
    const pressure = pressureOn(ctx, machine);
    const sliceUs = Math.min(SLICE, Math.ceil(leftUs * pressure));
    yield* ctx.work(sliceUs as DurationUs);
    if (machine.restartCount !== restartCount) return refuse("service redémarré");
    leftUs -= Math.max(1, Math.floor(sliceUs / pressure));
    if (leftUs > 0 && workMaxUs !== null && ctx.nowUs - startedAtUs >= workMaxUs) {
      count(machine, -1, ctx);
      return refuse("plus personne n’attend ce rapport");
    }
  }
  count(machine, -1, ctx);
  return { computedAtUs: ctx.nowUs };
}

/** A customer takes everything out at once: the tables are locked while it lasts. */
// biome-ignore lint/correctness/useYield: it only marks when it ends; the queries feel it.
export function* exportEverything(ctx: Context): Process<null> {
  const machine = machineOf(ctx);
  machine.exportEndsAtUs = ctx.nowUs + durationOf(ctx.parameters, "export-duree");
  ctx.log.note("Un client exporte tout : les tables sont verrouillées");
  return null;
}

/** By hand: every query is dropped, whoever asked is told. */
// biome-ignore lint/correctness/useYield: the queries notice at their next slice.
export function* restartReports(ctx: Context): Process<null> {
  const machine = machineOf(ctx);
  machine.restartCount++;
  machine.runningCount = 0;
  machine.exportEndsAtUs = 0;
  ctx.memory.set("calculs", 0);
  return null;
}
