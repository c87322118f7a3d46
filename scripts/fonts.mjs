// Cuts the faces of the site out of the complete ones: `node scripts/fonts.mjs <folder>`.
//
// Run by hand, once in a blue moon: its result stands in public/polices. The complete faces are not
// dependencies of the project; install them in a folder of your own first:
//   npm i @ibm/plex-sans@1.1.0 @ibm/plex-mono@2.5.0 @ibm/plex-sans-condensed@2.0.0 \
//         @ibm/plex-math@1.1.0 @fontsource-variable/source-serif-4@5.3.1 subset-font@2.9.0
// (all under the SIL Open Font License). tools/fonts.test.ts checks what comes out.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const from = resolve(process.argv[2] ?? ".");
const subsetFont = createRequire(join(from, "package.json"))("subset-font");
const to = join(import.meta.dirname, "../public/polices");

const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, i) => String.fromCodePoint(first + i)).join("");
const text = `${range(0x20, 0x7e)}${range(0xa0, 0xff)}œŒŸ\u2009\u200A\u202F\u2010\u2011–—‘’‚“”„•…‰‹›€−×÷≤≥≠≈±∞∂∆Δλρµμσαβτ←↑→↓↔⇒∅∥≺≻✓✕√■□▪▫▲▶▼◀◆◇○●◦`;
const math = "∥∦≺≻∅⇒⇔⊂⊆∈∉∀∃∧∨¬≡≈≠≤≥−×∞→←↑↓⟨⟩Δ■□▲▶▼◀◆◇○●✓✕";

const plex = (family, face) => ({
  source: `@ibm/plex-${family}/fonts/complete/woff2/${face}.woff2`,
  name: `${face}.woff2`,
  characters: family === "math" ? math : text,
});
const serif = (style, name) => ({
  source: `@fontsource-variable/source-serif-4/files/source-serif-4-latin-opsz-${style}.woff2`,
  name,
  characters: text,
  variationAxes: { wght: { min: 400, max: 700 } },
});

const faces = [
  serif("normal", "SourceSerif4.woff2"),
  serif("italic", "SourceSerif4-Italic.woff2"),
  ...["Regular", "Italic", "Medium", "SemiBold"].map((w) => plex("sans", `IBMPlexSans-${w}`)),
  ...["Regular", "Medium", "SemiBold"].map((w) =>
    plex("sans-condensed", `IBMPlexSansCondensed-${w}`),
  ),
  ...["Regular", "Medium", "SemiBold"].map((w) => plex("mono", `IBMPlexMono-${w}`)),
  plex("math", "IBMPlexMath-Regular"),
];

for (const { source, name, characters, variationAxes } of faces) {
  const whole = await readFile(join(from, "node_modules", source));
  const options = { targetFormat: "woff2", ...(variationAxes ? { variationAxes } : {}) };
  const cut = await subsetFont(whole, characters, options);
  await writeFile(join(to, name), cut);
  console.log(`${name}: ${whole.length} → ${cut.length}`);
}
