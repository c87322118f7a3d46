import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { markedFile, markLines } from "./scripts/mark-lines.mjs";
import { plantedErrors } from "./scripts/planted-errors.mjs";

export default defineConfig({
  resolve: { alias: { "@": import.meta.dirname } },
  plugins: [
    plantedErrors(),
    {
      name: "contretemps:mark-lines",
      enforce: "pre",
      transform(code, id) {
        return markedFile.test(id) ? { code: markLines(code), map: null } : null;
      },
    },
  ],
  test: {
    // As many as the cores: by itself it leaves one of two idle.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          environment: "node",
          include: ["{simulator,scenarios,tools,app,content}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.browser.test.ts"],
          testTimeout: 120_000,
          // A run that several tests look at is played before them.
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
