// French spaces of the studies: authors type ordinary spaces, readers get the right ones.
// Works on text nodes only: code, links' addresses and JSX attributes are left alone.
import { visit } from "unist-util-visit";

const NARROW = "\u202F";
const WIDE = "\u00A0";

/**
 * House rule: U+202F before « ; ! ? », between thousands and before units; U+00A0 before « : % € »
 * and inside guillemets; U+2019 as apostrophe; one character for the ellipsis.
 * @param {string} text
 * @returns {string}
 */
export function frenchSpaces(text) {
  return text
    .replace(/[ \u00A0\u202F]+([;!?])/g, `${NARROW}$1`)
    .replace(/[ \u00A0\u202F]+:/g, `${WIDE}:`)
    .replace(/«[ \u00A0\u202F]*/g, `«${WIDE}`)
    .replace(/[ \u00A0\u202F]*»/g, `${WIDE}»`)
    .replace(/(\p{L})'(?=\p{L})/gu, "$1’")
    .replace(/\.\.\./g, "…")
    .replace(/(\d) (?=\d{3}(?!\d))/g, `$1${NARROW}`)
    .replace(/(\d) (?=(?:ms|µs|s|min|h|j|Kio|Mio|Gio|px)(?![\p{L}\d]))/gu, `$1${NARROW}`)
    .replace(/(\d) (?=[%€])/g, `$1${WIDE}`);
}

/** The remark plugin. */
export default function remarkFrench() {
  return (tree) => {
    visit(tree, "text", (node) => {
      node.value = frenchSpaces(node.value);
    });
  };
}
