// Build of the site: a static export without any server at run time.
// Turbopack wants its loaders and the MDX plugins as strings and JSON: no function may stand here.
import createMDX from "@next/mdx";
import { inkTheme } from "./scripts/code-theme.mjs";

process.env.NEXT_TELEMETRY_DISABLED = "1";

const here = import.meta.dirname;

const withMDX = createMDX({
  options: {
    remarkPlugins: [
      "remark-frontmatter",
      ["remark-mdx-frontmatter", { name: "frontmatter" }],
      "remark-gfm",
      `${here}/scripts/remark-fr.mjs`,
    ],
    rehypePlugins: [
      "rehype-slug",
      // Always name the languages: without them shiki compiles every grammar that it knows.
      ["@shikijs/rehype", { theme: inkTheme, langs: ["ts", "js", "sql", "bash", "json"] }],
    ],
  },
});

export default withMDX({
  output: "export",
  trailingSlash: true,
  reactStrictMode: true,
  images: { unoptimized: true },
  turbopack: {
    root: here,
    // Of what the graph's library leans on, animations and colours: nobody asks for either (9 KiB).
    resolveAlias: {
      "d3-transition": "./scripts/no-transition.mjs",
      "d3-color": "./scripts/no-colour.mjs",
    },
    rules: {
      // What the graph's library offers and nobody uses is left out.
      "**/@xyflow/react/dist/esm/index.js": {
        loaders: [`${here}/scripts/pure-calls-loader.cjs`],
      },
      // The line marks of the handlers, in the page and in the worker alike.
      "{services.ts,*.services.ts}": { loaders: [`${here}/scripts/mark-lines-loader.cjs`] },
    },
  },
});
