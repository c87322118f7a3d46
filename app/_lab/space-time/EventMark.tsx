/**
 * The mark of one event on its lane: shape says its kind, filling says where it stands in the causal
 * order. Ink for causality and for the reader's acts; colour for what went wrong or right by itself.
 */
"use client";
import { type SignName, type SignShape, signPaths } from "@/app/_ui/sign-paths.ts";
import type { EventKind } from "@/simulator/vocabulary/events.ts";
import styles from "./SpaceTime.module.css";
import type { Dot } from "./scene.ts";

type Form =
  | { readonly kind: "circle" }
  | { readonly kind: "square" }
  | { readonly kind: "lozenge"; readonly sign: SignName }
  | {
      readonly kind: "sign";
      readonly sign: SignName;
      readonly tone: "ok" | "wait" | "fail" | "ink";
    };

const CIRCLE: Form = { kind: "circle" };
const sign = (name: SignName, tone: "ok" | "wait" | "fail" | "ink"): Form => ({
  kind: "sign",
  sign: name,
  tone,
});

function formOf(kind: EventKind): Form {
  switch (kind) {
    case "transaction-committed":
    case "record-changed":
      return { kind: "square" };
    case "node-crashed":
      return { kind: "lozenge", sign: "crash" };
    case "fault-started":
    case "fault-ended":
      return { kind: "lozenge", sign: "close" };
    case "node-restarted":
      return sign("starting", "ok");
    case "node-paused":
      return sign("paused", "wait");
    case "node-resumed":
      return sign("up", "ok");
    case "node-slowed":
      return sign("slowed", "wait");
    case "node-degraded":
      return sign("refuse", "ink");
    case "clock-shifted":
    case "clock-drifted":
      return sign("skew", "ink");
    case "call-timed-out":
    case "deadline-passed":
      return sign("timeout", "wait");
    case "timer-fired":
      return sign("wait", "wait");
    case "message-lost":
    case "request-rejected":
    case "statement-failed":
    case "transaction-rolled-back":
    case "process-lost":
      return sign("fail", "fail");
    default:
      return CIRCLE;
  }
}

/** A sign of the table inside the drawing, `size` px wide, centred. */
export function DrawnSign({ name, size }: { readonly name: SignName; readonly size: number }) {
  const shapes: readonly SignShape[] = signPaths[name];
  return (
    <g
      transform={`translate(${-size / 2} ${-size / 2}) scale(${size / 16})`}
      className={styles.sign}
    >
      {shapes.map((shape) => (
        <path
          key={shape.d}
          d={shape.d}
          data-paint={shape.paint ?? "stroke"}
          strokeDasharray={shape.dash?.join(" ")}
        />
      ))}
    </g>
  );
}

export function EventMark({ dot }: { readonly dot: Dot }) {
  const form = dot.isBreach ? null : formOf(dot.kind);
  if (form === null) {
    return (
      <g className={styles.breach}>
        <rect x={-11} y={-11} width={22} height={22} />
        <DrawnSign name="fail" size={16} />
      </g>
    );
  }
  switch (form.kind) {
    case "circle":
      return (
        <circle className={styles.mark} data-look={dot.look} r={dot.look === "past" ? 6.5 : 5.75} />
      );
    case "square":
      return (
        <rect className={styles.mark} data-look={dot.look} x={-7} y={-7} width={14} height={14} />
      );
    case "lozenge":
      return (
        <g className={styles.lozenge}>
          <path d="M0 -14 14 0 0 14 -14 0Z" />
          <DrawnSign name={form.sign} size={12} />
        </g>
      );
    case "sign":
      return (
        <g className={styles.plain} data-tone={form.tone} data-look={dot.look}>
          <rect x={-10} y={-10} width={20} height={20} />
          <DrawnSign name={form.sign} size={18} />
        </g>
      );
  }
}
