// Mends the French spaces of the texts that a reader sees: `npm run french`, or with a list of files.
// Authors type ordinary spaces; tools/tidy.test.ts refuses them; this puts the right ones.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { filesOf, read, root } from "../tools/source.ts";
import { badSpacing, shownTexts } from "../tools/tidy.ts";
import { frenchSpaces } from "./remark-fr.mjs";

const asked = process.argv.slice(2);
for (const path of asked.length > 0 ? asked : filesOf()) {
  const text = read(path);
  if (badSpacing(path, text).length === 0) continue;
  let mended = text;
  for (const { shown, at } of [...shownTexts(path, text)].sort((a, b) => b.at - a.at)) {
    mended = mended.slice(0, at) + frenchSpaces(shown) + mended.slice(at + shown.length);
  }
  if (mended !== text) {
    writeFileSync(join(root, path), mended);
    console.log(path);
  }
}
