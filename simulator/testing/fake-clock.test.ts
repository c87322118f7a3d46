import { describe, expect, test } from "vitest";
import { type FakeClock, underFakeClock } from "./fake-clock.ts";

const told = (body: (clock: FakeClock, say: (text: string) => void) => Promise<void>) =>
  underFakeClock(async (clock) => {
    const startMs = clock.nowMs();
    const said: string[] = [];
    await body(clock, (text) => said.push(`${clock.nowMs() - startMs} ${text}`));
    return said;
  });

describe("une horloge pour les vraies bibliothèques", () => {
  test("deux minuteries du même instant : les promesses de la première finissent avant la seconde", async () => {
    const said = await told(async (clock, say) => {
      const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 10));
      void wait().then(async () => {
        say("a");
        for (let hop = 0; hop < 50; hop++) await null;
        say("a, fifty microtasks later");
      });
      void wait().then(() => say("b"));
      await clock.advance(10);
    });
    expect(said).toEqual(["10 a", "10 a, fifty microtasks later", "10 b"]);
  });

  test("l’ordre est celui des instants, puis celui où l’on a armé", async () => {
    const said = await told(async (clock, say) => {
      setTimeout(() => say("second"), 20);
      setTimeout(() => say("first"), 10);
      setTimeout(() => say("third"), 20);
      setTimeout(() => say("never"), 31);
      await clock.advance(30);
      expect(clock.armedCount()).toBe(1);
    });
    expect(said).toEqual(["10 first", "20 second", "20 third"]);
  });

  test("une répétition se réarme après son tour, et s’arrête quand on le lui dit, même d’elle-même", async () => {
    const said = await told(async (clock, say) => {
      let count = 0;
      const handle = setInterval(() => {
        say("interval");
        if (++count === 3) clearInterval(handle);
      }, 10);
      setTimeout(() => setTimeout(() => say("timeout"), 15), 5);
      await clock.advance(100);
      expect(clock.armedCount()).toBe(0);
    });
    // Both are due at 20: the timeout was armed at 5, the interval again at 10.
    expect(said).toEqual(["10 interval", "20 timeout", "20 interval", "30 interval"]);
  });

  test("un délai nul compte une milliseconde, comme dans Node", async () => {
    const said = await told(async (clock, say) => {
      setTimeout(() => say("late"), 0);
      setTimeout(() => say("cancelled"), 0).unref();
      clearTimeout(setTimeout(() => say("never"), 1));
      await clock.advance(1);
    });
    expect(said).toEqual(["1 late", "1 cancelled"]);
  });

  test("dates et durées suivent la même horloge, et tout est rendu à la fin", async () => {
    const real = [Date, setTimeout, setInterval, clearTimeout, clearInterval, performance.now];
    await underFakeClock(async (clock) => {
      const [date, mark] = [new Date(), performance.now()];
      await clock.advance(1_500);
      expect(Date.now() - date.getTime()).toBe(1_500);
      expect(performance.now() - mark).toBe(1_500);
      expect(new Date(0).toISOString()).toBe("1970-01-01T00:00:00.000Z");
    });
    expect([Date, setTimeout, setInterval, clearTimeout, clearInterval, performance.now]).toEqual(
      real,
    );
  });

  test("une erreur du corps rend aussi les vraies horloges", async () => {
    const real = setTimeout;
    await expect(
      underFakeClock(async () => {
        throw new Error("non");
      }),
    ).rejects.toThrow("non");
    expect(setTimeout).toBe(real);
  });
});
