/**
 * Planted errors: does anybody notice when a model is wrong?
 *
 * A module is loaded again with one line changed (`?planted=` in its address; the plugin in
 * `vitest.config.ts` changes the source on its way in), and the check that judges the real one judges
 * the changed one. A planted error that survives means that the check is blind to it.
 * Owns the loading and the verdict; refuses to know what the modules do.
 */
import { expect } from "vitest";

export interface PlantedError {
  /** Rule and mistake: « OPO-1: ≥ for > ». */
  readonly name: string;
  /** Found exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

export interface Planting<M> {
  /** Address of the module: `import.meta.resolve("./x.ts")`. */
  readonly file: string;
  /**
   * Other modules that import it, loaded anew along with it; the last one is what `survives` receives.
   * Absent: the file itself.
   */
  readonly through?: string;
  /** True when the check finds nothing wrong with this module. */
  readonly survives: (module: M) => boolean | Promise<boolean>;
  readonly errors: readonly PlantedError[];
}

/** The address of `file` with an error planted in `target`. */
const planted = (file: string, target: string, error: PlantedError): string => {
  const change = { target, find: error.find, replace: error.replace };
  return `${file}?planted=${encodeURIComponent(JSON.stringify(change))}`;
};

const pathOf = (url: string): string => (url.startsWith("file:") ? new URL(url).pathname : url);

/** Fails unless the module as it stands survives and each of its changed copies does not. */
export async function plantedErrors<M>(planting: Planting<M>): Promise<void> {
  const file = pathOf(planting.file);
  const entry = pathOf(planting.through ?? planting.file);
  const survives = async (address: string): Promise<boolean> => {
    const module = (await import(/* @vite-ignore */ address)) as M;
    try {
      return await planting.survives(module);
    } catch (error) {
      // An assertion of the model or of the check noticed: that is what they are for.
      if (error instanceof Error) return false;
      throw error;
    }
  };
  expect(await survives(entry), "the module as it stands passes its own check").toBe(true);
  const survivors: string[] = [];
  for (const error of planting.errors) {
    if (await survives(planted(entry, file, error))) survivors.push(error.name);
  }
  expect(survivors, "planted errors that nobody noticed").toEqual([]);
}
