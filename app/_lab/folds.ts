/**
 * The folds of one run that every view shares: state at the playhead and the table of messages.
 *
 * Until the observation folder stands, the timeline here is a plain replay from the start.
 */
import type { SimEvent } from "@/simulator/vocabulary/events.ts";
import type { EventLog } from "@/simulator/vocabulary/log.ts";
import type { Value } from "@/simulator/vocabulary/values.ts";

export interface SlotChange {
	readonly path: string;
	readonly before: Value | undefined;
	readonly after: Value | undefined;
}

export interface Timeline {
	readonly length: number;
	extend(eventsMax?: number): void;
	seek(index: number): void;
	readonly position: number;
	value(path: string): Value | undefined;
	entries(prefix: string): readonly (readonly [string, Value])[];
	changesAt(index: number): readonly SlotChange[];
	valueAt(path: string, index: number): Value | undefined;
	stateDigest(): string;
}

function changesOf(
	event: SimEvent,
): readonly (readonly [string, Value | undefined])[] {
	switch (event.kind) {
		case "node-crashed":
			return [[`node/${event.node}/status`, "down"]];
		case "node-restarted":
			return [[`node/${event.node}/status`, "up"]];
		case "memory-changed":
			return [[`memory/${event.node}/${event.key}`, event.after ?? undefined]];
		default:
			return [];
	}
}

export function createTimeline(log: EventLog): Timeline {
	const changes: SlotChange[][] = [];
	let position = -1;
	const stateAt = (index: number): Map<string, Value> => {
		const state = new Map<string, Value>();
		for (let i = 0; i <= index; i++) {
			for (const { path, after } of changes[i] ?? []) {
				if (after === undefined) state.delete(path);
				else state.set(path, after);
			}
		}
		return state;
	};
	let state = new Map<string, Value>();
	return {
		get length() {
			return changes.length;
		},
		extend() {
			const last = stateAt(changes.length - 1);
			for (let i = changes.length; i < log.length; i++) {
				const made: SlotChange[] = [];
				for (const [path, after] of changesOf(log.event(i))) {
					made.push({ path, before: last.get(path), after });
					if (after === undefined) last.delete(path);
					else last.set(path, after);
				}
				changes.push(made);
			}
		},
		seek(index) {
			position = index;
			state = stateAt(index);
		},
		get position() {
			return position;
		},
		value: (path) => state.get(path),
		entries: (prefix) => [...state].filter(([path]) => path.startsWith(prefix)),
		changesAt: (index) => changes[index] ?? [],
		valueAt: (path, index) => stateAt(index).get(path),
		stateDigest: () => JSON.stringify([...state]),
	};
}
