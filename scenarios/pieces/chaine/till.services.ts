/**
 * A till that seals its journal, somebody who touches it up, a controller who checks.
 *
 * The journal lies on the till's disk. What the controller can find depends on what it has written down
 * elsewhere, on its own disk.
 */
import { type DurationUs, ms, seconds } from "../../../simulator/base/time.ts";
import {
  type Anchor,
  createTillJournal,
  type SealedLine,
  sealNext,
  type TillJournal,
  verifyChain,
} from "../../../simulator/coordination.ts";
import { type Context, numbered, operation, type Process } from "../../../simulator/scenario.ts";

type Line = { readonly number: number; readonly body: string; readonly seal: string };
type Lines = readonly Line[];

const askJournal = operation<null, Lines>("caisse", "journal");
const touchUp = operation<string, null>("caisse", "retoucher");

/** What lies on the disk: the honest journal, and the lines that somebody put in its place. */
interface Disk {
  readonly journal: TillJournal;
  /** Lines as they now read; the till goes on after the last one. */
  lines: SealedLine[];
}

const diskOf = (ctx: Context): Disk =>
  ctx.objects.durable("journal", () => ({ journal: createTillJournal(), lines: [] }));

const CELLS = 12;

function show({ lines }: Disk, ctx: Context): void {
  const last = lines.slice(-CELLS);
  ctx.records.set("journal", "lignes", {
    first: lines.length - last.length + 1,
    cells: last.map(({ seal }) => seal.slice(0, 4)),
    marks: [],
  });
}

/** Sells, corrects one ticket in ten, and closes its day every twenty tickets. */
export function* sellAllDay(ctx: Context): Process<void> {
  const luck = ctx.random;
  const disk = diskOf(ctx);
  const { journal } = disk;
  for (const i of numbered(ctx, "demandes", ctx.parameters.demandes as number)) {
    yield* ctx.sleep(luck.exponential(ctx.parameters.intervalle as DurationUs));
    const ticket = `T${i}`;
    ctx.subject = ticket;
    const amountCents = 100 * luck.between(1, 90);
    journal.sell(ticket, amountCents);
    // A mistake is never erased: it is taken back by a line of its own.
    if (luck.integerBelow(10) === 0) journal.correct(ticket, amountCents);
    if (i % 20 === 0) journal.close(`jour ${i / 20}`);
    for (const { body } of journal.lines.slice(sealedCount(ctx))) {
      disk.lines.push(sealNext(disk.lines.at(-1) ?? null, body));
    }
    ctx.records.set("journal", "scellees", journal.lines.length);
    ctx.records.set("journal", "total", journal.perpetualCents());
    show(disk, ctx);
  }
}

/** Lines of the honest journal that have already been sealed on disk. */
const sealedCount = (ctx: Context): number => Number(ctx.records.get("journal", "scellees") ?? 0);

export function* giveJournal(ctx: Context): Process<Lines> {
  yield* ctx.work(ms(2));
  return diskOf(ctx).lines.map(({ number, body, seal }) => ({ number, body, seal }));
}

/** The journal, touched up: each way leaves other traces. */
export function* forge(ctx: Context, way: string): Process<null> {
  yield* ctx.work(ms(2));
  const disk = diskOf(ctx);
  const middle = Math.floor(disk.lines.length / 2);
  const changed = disk.lines.map((line, i) =>
    i === middle ? { ...line, body: `${line.body}0` } : line,
  );
  if (way === "montant") disk.lines = changed;
  if (way === "ligne") disk.lines.splice(middle, 1);
  if (way === "fin") disk.lines.splice(middle);
  if (way === "tout") disk.lines = sealedAgain(changed);
  ctx.records.set("journal", "retouche", way);
  show(disk, ctx);
  return null;
}

function sealedAgain(lines: readonly SealedLine[]): SealedLine[] {
  const fresh: SealedLine[] = [];
  for (const { body } of lines) fresh.push(sealNext(fresh.at(-1) ?? null, body));
  return fresh;
}

/** Waits for a first check to have passed, then touches the journal up once. */
export function* tamper(ctx: Context): Process<void> {
  const way = ctx.parameters.fraude as string;
  if (way === "aucune") return;
  yield* ctx.sleep((1.4 * (ctx.parameters.controle as number)) as DurationUs);
  yield* ctx.call(touchUp, way, { timeoutUs: seconds(5) });
}

/** Asks for the journal, recomputes it, and (with an anchor) looks for what it saw last time. */
export const inspectWith = (keepsAnchor: boolean) =>
  function* inspect(ctx: Context): Process<void> {
    let anchor: Anchor | null = null;
    const checks = 11;
    for (let i = 1; i <= checks; i++) {
      yield* ctx.alarm("contrôle", ctx.parameters.controle as DurationUs);
      const outcome = yield* ctx.call(askJournal, null, { timeoutUs: seconds(2) });
      if (outcome.kind !== "replied") continue;
      const lines = outcome.reply;
      const verdict = verifyChain(lines, anchor);
      ctx.memory.set("verdict", verdict.kind);
      ctx.memory.set("verifiees", lines.length);
      const last = lines.at(-1);
      // Kept by the controller, out of the till's reach: this is what makes a cut tail visible.
      if (keepsAnchor && verdict.kind === "intact" && last !== undefined) anchor = last;
    }
  };
