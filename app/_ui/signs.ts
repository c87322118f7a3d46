/**
 * One colour, one sign, one word per kind of thing, in every view, menu, export and sentence.
 *
 * Owns the French words of states and faults. Knows nothing of the engine: its readers map the kinds
 * of their events onto the keys below.
 */
import type { SignName } from "./sign-paths.ts";

/** The system's colours, and the two greys of ink. `tone-x` classes and `--x` variables bear these names. */
export type Tone = "ok" | "info" | "fail" | "undo" | "wait" | "mute" | "ink";

/** How a line or a track of this kind is drawn: never colour alone. */
export type LineStyle = "solid" | "thick" | "dashed" | "dotted" | "double";

export interface Kind {
  readonly sign: SignName;
  readonly tone: Tone;
  readonly word: string;
  readonly line: LineStyle;
}

const kind = (sign: SignName, tone: Tone, word: string, line: LineStyle = "solid"): Kind => ({
  sign,
  tone,
  word,
  line,
});

export const promiseKinds = {
  held: kind("ok", "ok", "tenue", "solid"),
  broken: kind("fail", "fail", "rompue", "thick"),
  pending: kind("wait", "wait", "en attente", "dashed"),
  undecided: kind("unknown", "mute", "indéterminée", "dotted"),
  none: kind("none", "mute", "sans objet", "solid"),
} as const;

export const messageKinds = {
  request: kind("request", "info", "requête"),
  reply: kind("reply", "info", "réponse"),
  delayed: kind("delay", "wait", "retardé", "dashed"),
  timeout: kind("timeout", "wait", "délai dépassé"),
  lost: kind("fail", "fail", "perdu", "dotted"),
  duplicate: kind("duplicate", "info", "en double", "double"),
  compensation: kind("undo", "undo", "compensation", "double"),
} as const;

export const eventKinds = {
  local: kind("local", "info", "local"),
  write: kind("write", "info", "écriture"),
  read: kind("read", "info", "lecture"),
  acknowledged: kind("ok", "ok", "acquitté"),
  refused: kind("fail", "fail", "refusé"),
  timer: kind("timeout", "wait", "minuteur"),
} as const;

export const nodeKinds = {
  up: kind("up", "ok", "en service"),
  slowed: kind("slowed", "wait", "ralenti"),
  paused: kind("paused", "wait", "en pause"),
  overloaded: kind("overload", "wait", "saturé"),
  starting: kind("starting", "ok", "redémarre"),
  down: kind("down", "fail", "arrêté", "thick"),
  isolated: kind("isolated", "fail", "isolé"),
} as const;

export const sagaKinds = {
  started: kind("saga-new", "info", "démarrée"),
  running: kind("saga-run", "info", "en cours"),
  completed: kind("saga-done", "ok", "terminée"),
  compensating: kind("saga-undo", "undo", "compense"),
  compensated: kind("saga-undone", "undo", "compensée"),
  stuck: kind("saga-stuck", "fail", "bloquée"),
} as const;

export const breakerKinds = {
  closed: kind("brk-closed", "ok", "fermé"),
  "half-open": kind("brk-half", "wait", "semi-ouvert"),
  open: kind("brk-open", "fail", "ouvert"),
} as const;

export const placeKinds = {
  client: kind("client", "ink", "client"),
  service: kind("service", "ink", "service"),
  orchestrator: kind("orchestrator", "ink", "orchestrateur"),
  gateway: kind("gateway", "ink", "passerelle"),
  broker: kind("broker", "ink", "courtier, flux"),
  database: kind("db", "ink", "base"),
  register: kind("register", "ink", "caisse"),
  external: kind("external", "ink", "hors de chez nous", "dashed"),
} as const;

/** Keys are the kinds of fault of the command line and of links (design §5). All in ink: it is the reader's hand. */
export const faultKinds = {
  crash: kind("crash", "ink", "arrêt brutal"),
  pause: kind("pause", "ink", "pause"),
  slow: kind("slow", "ink", "ralenti"),
  skew: kind("skew", "ink", "décalage d’horloge"),
  drift: kind("drift", "ink", "dérive d’horloge"),
  partition: kind("cut", "ink", "coupure"),
  loss: kind("lost", "ink", "perte"),
  duplicate: kind("duplicate", "ink", "doublon"),
  delay: kind("delay", "ink", "retard"),
  reorder: kind("reorder", "ink", "désordre"),
  "drop-message": kind("lost", "ink", "perte d’un message"),
  "duplicate-message": kind("duplicate", "ink", "doublon d’un message"),
  "delay-message": kind("delay", "ink", "retard d’un message"),
  refuse: kind("refuse", "ink", "refus"),
  "disk-full": kind("disk", "ink", "disque plein"),
  poison: kind("poison", "ink", "message empoisonné"),
  /** Breaks nothing: the reader asks. */
  request: kind("ask", "ink", "demande"),
} as const;

export const faultStates = {
  active: kind("fault", "ink", "panne active"),
  disabled: kind("fault-off", "mute", "panne désactivée", "dashed"),
} as const;

export const causalKinds = {
  past: { word: "passé causal", mark: "full" },
  future: { word: "futur causal", mark: "ring" },
  concurrent: { word: "concurrents", mark: "pale" },
} as const;
