/**
 * The words that a study may use beyond Markdown. Next.js asks for this file at the root; the
 * components themselves live in `app/_mdx`, beside what they draw.
 */
import type { MDXComponents } from "mdx/types";

export function useMDXComponents(components: MDXComponents): MDXComponents {
  return components;
}
