/**
 * The drawings of the signs, 16 × 16, as plain path data: one table for the page (`Sign.tsx`) and for
 * the canvas that draws messages in flight (`new Path2D(shape.d)`).
 *
 * Knows neither colour nor meaning: `signs.ts` says which sign, tone and word go together.
 */

export interface SignShape {
  readonly d: string;
  /** `stroke` unless said; `hollow` is a stroke in the colour of the ground. */
  readonly paint?: "stroke" | "fill" | "both" | "hollow";
  readonly dash?: readonly number[];
  /** Width of the stroke; 1.75 unless said. */
  readonly width?: number;
}

export const signPaths = {
  ok: [{ d: "M2.5 8.5 6.5 12.5 13.5 4" }],
  fail: [{ d: "M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5" }],
  wait: [{ d: "M2.25 8a5.75 5.75 0 1 0 11.5 0a5.75 5.75 0 1 0 -11.5 0Z" }, { d: "M8 4.5V8l2.6 2" }],
  undo: [{ d: "M3 8.2a5.2 5.2 0 1 0 1.7-4L2.6 6M2.4 2.4V6.1H6" }],
  info: [{ d: "M3.5 8a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z", paint: "fill" }],
  unknown: [{ d: "M5.2 5.6a2.9 2.9 0 1 1 4 2.7C8.3 8.7 8 9.3 8 10.2M8 12.2v1.6" }],
  none: [{ d: "M3.5 8h9" }],
  timeout: [
    {
      d: "M4 2.5h8M4 13.5h8M5 2.5c0 3 2.2 4 3 5.5 0.8-1.5 3-2.5 3-5.5M5 13.5c0-3 2.2-4 3-5.5.8 1.5 3 2.5 3 5.5",
    },
  ],
  request: [{ d: "M3 3 13.5 8 3 13Z", paint: "fill" }],
  reply: [{ d: "M3.5 3.6 12.5 8 3.5 12.4Z" }],
  lost: [{ d: "M1.5 8h5M9 5l5.5 6M14.5 5 9 11" }],
  duplicate: [{ d: "M2 3.5 8.5 8 2 12.5ZM8 3.5 14.5 8 8 12.5Z" }],
  delay: [{ d: "M1.5 8h2M6 8h2M10.5 8h3.5M11 5l3.5 3-3.5 3" }],
  reorder: [
    { d: "M2 4h2.5c3 0 4 8 7 8H14M2 12h2.5c3 0 4-8 7-8H14M12 2l2.2 2L12 6M12 10l2.2 2-2.2 2" },
  ],
  write: [{ d: "M2 12.5h12M4 10V7.5l5.5-5.5 2.5 2.5L6.5 10Z" }],
  read: [
    { d: "M1.5 8c2-3.5 4.2-4.5 6.5-4.5s4.5 1 6.5 4.5c-2 3.5-4.2 4.5-6.5 4.5S3.5 11.5 1.5 8Z" },
    { d: "M6.4 8a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0Z" },
  ],
  local: [{ d: "M5 5h6v6H5Z", paint: "fill" }],
  fault: [{ d: "M8 .8 15.2 8 8 15.2.8 8Z", paint: "fill" }],
  "fault-off": [{ d: "M8 1.8 14.2 8 8 14.2 1.8 8Z" }],
  ask: [{ d: "M1.5 2h13v9H8.5L4.5 15v-4h-3Z", paint: "fill" }],
  "ask-off": [{ d: "M2 3h12v7.5H8.2L5 13.7v-3.2H2Z" }],
  crash: [{ d: "M8 1.5V7M4.3 4.2a5.3 5.3 0 1 0 7.4 0" }],
  pause: [{ d: "M5 3v10M11 3v10" }],
  slow: [{ d: "M2 11.5a6 6 0 0 1 12 0M8 11.5 5 8.5M2 13.5h12" }],
  skew: [
    { d: "M1.8 8a4.7 4.7 0 1 0 9.4 0a4.7 4.7 0 1 0 -9.4 0Z" },
    { d: "M6.5 5.2V8h2M11 2.5h4M13 .5v4M11.5 13.5h3.5" },
  ],
  drift: [{ d: "M2 13.5 13 3.5M9 3h4.5v4.5M2 13.5h12" }],
  cut: [{ d: "M0 8h4M12 8h4M4.5 3.5v9M11.5 3.5v9" }],
  refuse: [{ d: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" }, { d: "M4.5 8h7", width: 2.5 }],
  disk: [{ d: "M2.5 3.5h11v9h-11ZM2.5 6.5h11" }, { d: "M4 8h8v3H4Z", paint: "fill" }],
  poison: [{ d: "M8 2 14.5 13.5H1.5ZM8 6.5v3M8 11v1.3" }],
  down: [{ d: "M2.5 2.5h11v11h-11ZM5.5 5.5l5 5M10.5 5.5l-5 5" }],
  up: [{ d: "M2.5 2.5h11v11h-11Z" }, { d: "M5.2 5.2h5.6v5.6H5.2Z", paint: "fill" }],
  paused: [{ d: "M2.5 2.5h11v11h-11ZM6.3 5.5v5M9.7 5.5v5" }],
  slowed: [{ d: "M2.5 2.5h11v11h-11Z" }, { d: "M2.5 8h11v5.5h-11Z", paint: "fill" }],
  starting: [{ d: "M2.5 2.5h11v11h-11ZM10.6 8a2.6 2.6 0 1 1-1-2.1M10.5 4.5v2H8.6" }],
  restart: [{ d: "M13 8A5 5 0 1 1 11.2 4.1M13 1.5v3.7H9.3" }],
  isolated: [{ d: "M5.5 5.5h5v5h-5ZM8 1v2M8 13v2M1 8h2M13 8h2" }],
  overload: [{ d: "M2.5 13.5v-11M2.5 13.5h11M5 13V9M8 13V6M11 13V2.5" }],
  "saga-new": [{ d: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z", dash: [2, 2] }],
  "saga-run": [
    { d: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" },
    { d: "M8 2a6 6 0 0 1 0 12Z", paint: "fill" },
  ],
  "saga-done": [{ d: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" }, { d: "M4.8 8.3 7.2 10.6 11.3 5.7" }],
  "saga-undo": [
    { d: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" },
    { d: "M10.8 10H7.2a2.3 2.3 0 0 1 0-4.5H10M7.2 3.7 5.3 5.5l1.9 1.8" },
  ],
  "saga-undone": [
    { d: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z", paint: "fill" },
    { d: "M10.8 10H7.2a2.3 2.3 0 0 1 0-4.5H10M7.2 3.7 5.3 5.5l1.9 1.8", paint: "hollow" },
  ],
  "saga-stuck": [{ d: "M2 8a6 6 0 1 0 12 0a6 6 0 1 0 -12 0Z" }, { d: "M3.8 3.8 12.2 12.2" }],
  "brk-closed": [
    { d: "M0 9h4M12 9h4M4 9h8" },
    { d: "M2.3 9a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0Z", paint: "fill" },
    { d: "M10.3 9a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0Z", paint: "fill" },
  ],
  "brk-open": [
    { d: "M0 10h4M12 10h4M4 10 11 3.5" },
    { d: "M2.3 10a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0Z", paint: "fill" },
    { d: "M10.3 10a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0Z", paint: "fill" },
  ],
  "brk-half": [
    { d: "M0 10h4M12 10h4" },
    { d: "M4 10 11.5 6", dash: [2, 1.5] },
    { d: "M2.3 10a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0Z", paint: "fill" },
    { d: "M10.3 10a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0 -3.4 0Z", paint: "fill" },
  ],
  client: [
    { d: "M5.3 5a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0 -5.4 0Z" },
    { d: "M2.8 14c.4-3.3 2.4-5 5.2-5s4.8 1.7 5.2 5" },
  ],
  service: [{ d: "M4.8 2.5h6.4L14.4 8l-3.2 5.5H4.8L1.6 8Z" }],
  orchestrator: [{ d: "M4.8 2.5h6.4L14.4 8l-3.2 5.5H4.8L1.6 8ZM5.5 6.2h5M5.5 9.8h5" }],
  external: [{ d: "M4.8 2.5h6.4L14.4 8l-3.2 5.5H4.8L1.6 8Z", dash: [2.4, 1.8] }],
  db: [{ d: "M2.5 3h11M2.5 5.5h11v7.5h-11ZM2.5 9.3h11M6.5 5.5V13" }],
  broker: [{ d: "M1 4.5h14v7H1ZM5.6 4.5v7M10.3 4.5v7" }],
  gateway: [{ d: "M2.5 13.5v-11M13.5 13.5v-11M2.5 8h11M10.5 5l3 3-3 3" }],
  register: [{ d: "M3 6.5h10l1 7H2ZM5 6.5v-4h6v4M5.5 10h5" }],
  start: [{ d: "M3.5 3v10M13 3 6 8l7 5Z", paint: "both", width: 1 }, { d: "M3.5 3v10" }],
  back: [{ d: "M11 3v10" }, { d: "M8 3 2.5 8 8 13Z", paint: "fill" }],
  play: [{ d: "M4 2.5 13.5 8 4 13.5Z", paint: "fill" }],
  fwd: [{ d: "M5 3v10" }, { d: "M8 3 13.5 8 8 13Z", paint: "fill" }],
  end: [{ d: "M3 3 10 8 3 13Z", paint: "both", width: 1 }, { d: "M12.5 3v10" }],
  link: [
    {
      d: "M6.5 9.5l3-3M7 4.5l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5 7.5 13A3.2 3.2 0 0 1 3 8.5L4.5 7",
    },
  ],
  compare: [{ d: "M5.5 2v12M10.5 2v12" }],
  fog: [{ d: "M2 5h12M4 8h10M2 11h9" }],
  project: [{ d: "M2 3.5h12v7.5H2ZM8 11v2.5M5 13.5h6" }],
  theme: [
    { d: "M2.25 8a5.75 5.75 0 1 0 11.5 0a5.75 5.75 0 1 0 -11.5 0Z" },
    { d: "M8 2.25a5.75 5.75 0 0 1 0 11.5Z", paint: "fill" },
  ],
  search: [{ d: "M2.5 7a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z" }, { d: "M10.5 10.5 14 14" }],
  pin: [{ d: "M5.5 2h5M6.5 2v5l-2 2h7l-2-2V2M8 9v5" }],
  copy: [{ d: "M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3" }],
  close: [{ d: "M4 4l8 8M12 4l-8 8" }],
  more: [{ d: "M2 7h2v2H2ZM7 7h2v2H7ZM12 7h2v2h-2Z", paint: "fill" }],
  right: [{ d: "M6 3.5 10.5 8 6 12.5" }],
  downchev: [{ d: "M3.5 6 8 10.5 12.5 6" }],
  plus: [{ d: "M8 3v10M3 8h10" }],
  branch: [{ d: "M4 2v12M4 8.5c5 0 7.5-1.5 7.5-5M11.5 5.5v-3" }],
  why: [{ d: "M13 3v3.5c0 2-1.5 3-3.5 3H3.5M6.5 6 3 9.5 6.5 13" }],
  help: [{ d: "M5.2 5.6a2.9 2.9 0 1 1 4 2.7C8.3 8.7 8 9.3 8 10.2M8 12.2v1.6" }],
  grip: [{ d: "M6 3v10M10 3v10" }],
  eye: [
    { d: "M1.5 8c2-3.5 4.2-4.5 6.5-4.5s4.5 1 6.5 4.5c-2 3.5-4.2 4.5-6.5 4.5S3.5 11.5 1.5 8Z" },
    { d: "M6.4 8a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0Z" },
  ],
  left: [{ d: "M10 3.5 5.5 8 10 12.5" }],
  upchev: [{ d: "M3.5 10 8 5.5 12.5 10" }],
  minus: [{ d: "M3 8h10" }],
  menu: [{ d: "M2 4h12M2 8h12M2 12h12" }],
} as const satisfies Record<string, readonly SignShape[]>;

export type SignName = keyof typeof signPaths;
