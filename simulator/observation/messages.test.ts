import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLogBuilder } from "../testing/log-builder.ts";
import { syntheticLog } from "../testing/synthetic-log.ts";
import { createMessageTable } from "./messages.ts";
import { createTimeline } from "./timeline.ts";

describe("the table of messages", () => {
  test("tells how each message ended, and why it was lost", () => {
    const story = createLogBuilder();
    const arrived = story.send("a>b", "faire");
    const lost = story.send("a>b", "faire");
    const flying = story.send("b>a", "faire");
    story.deliver(arrived);
    story.add("b", "message-lost", { message: lost, from: "a", reason: "partition" });
    const table = createMessageTable(story.log);
    table.extend();
    expect(table.all.map((m) => [m.id, m.end, m.reason, m.endIndex])).toEqual([
      [arrived, "delivered", null, 3],
      [lost, "lost", "partition", 4],
      [flying, "flying", null, -1],
    ]);
  });

  test("places a message half-way at half its journey, and later when it was delayed meanwhile", () => {
    const story = createLogBuilder();
    const id = story.send("a>b", "faire");
    const delayed = story.add("a", "message-delayed", { message: id, arrivesAtUs: 20_000 });
    const table = createMessageTable(story.log);
    table.extend();
    expect(table.inFlight(0, 2_500)[0]).toMatchObject({ arrivesAtUs: 5_000, progress: 0.5 });
    expect(table.inFlight(delayed, 5_000)[0]).toMatchObject({
      arrivesAtUs: 20_000,
      progress: 0.25,
    });
    expect(table.byId(id)).toMatchObject({ delayed: true, delayedIndex: delayed });
  });

  test("a copy is a message of its own, with the words of the first one", () => {
    const story = createLogBuilder();
    const id = story.send("a>b", "faire", { subject: "1042" });
    story.add("a", "message-duplicated", {
      ...{ message: id, copy: `${id}~2`, to: "b", arrivesAtUs: 9_000 },
    });
    const table = createMessageTable(story.log);
    table.extend();
    expect(table.byId(`${id}~2`)).toMatchObject({
      ...{ operation: "faire", subject: "1042", isCopy: true, sentIndex: 1, end: "flying" },
    });
    expect(table.byId(id)).toMatchObject({ isCopy: false });
  });

  test("lists in flight exactly the messages that the state holds, at every step", () => {
    const log = syntheticLog({ seed: 5, events: 5_000 });
    const table = createMessageTable(log);
    table.extend();
    const timeline = createTimeline(log);
    timeline.extend();
    fc.assert(
      fc.property(fc.integer({ min: -1, max: log.length - 1 }), (index) => {
        timeline.seek(index);
        const flights = table.inFlight(index, index < 0 ? 0 : log.atUs(index));
        expect(flights.map((flight) => `message/${flight.message.id}`)).toEqual(
          timeline.entries("message/").map(([path]) => path),
        );
        for (const { progress } of flights) expect(progress >= 0 && progress <= 1).toBe(true);
      }),
    );
  });
});
