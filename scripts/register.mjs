// Prepares Node to run the TypeScript of the engine as it stands: `node --import ./scripts/register.mjs x.ts`.
// Node 22 removes the types by itself; what is left to do is the line marks of the handlers.
import { registerHooks } from "node:module";
import { markedFile, markLines } from "./mark-lines.mjs";

if (registerHooks === undefined) {
  process.stderr.write("Contretemps demande Node 22 : lancez cette commande par « npm run ».\n");
  process.exit(64);
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!markedFile.test(new URL(url).pathname) || loaded.source == null) return loaded;
    const text =
      typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    return { ...loaded, source: markLines(text) };
  },
});
