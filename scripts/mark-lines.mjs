// Line marks: tells a running handler which line of its own source is waiting.
//
// Handlers are shown to the reader in step with the run. They are written without line numbers, so
// this purely textual transform adds them on the way to the engine:
//   `yield* ctx.call(…)`     becomes `yield* ctx.at(17).call(…)`
//   `yield* pay(ctx, order)` becomes `yield* pay(ctx.at(17), order)`
// where 17 is the line of the `yield*`. Nothing moves: no line is added or removed, so that stack
// traces and the source shown on the page stay right. Strings, comments, regular expressions and the
// text of templates are left alone. It knows neither the bundler nor the engine.

/** Files whose handlers are shown to the reader: `services.ts` and `x.services.ts`. */
export const markedFile = /(?:^|[\\/.])services\.ts$/;

const identifier = /[A-Za-z_$][\w$]*/y;
const blank = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y;
/** After one of these, or at the start, a slash opens a regular expression. */
const beforeRegExp = /(?:^|[([{,;=:?!&|+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|yield))$/;

/**
 * @param {RegExp} pattern a sticky pattern
 * @param {string} source
 * @param {number} at
 * @returns {string}
 */
function matchAt(pattern, source, at) {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? "";
}

/** @returns {number} the index just after the string that opens at `at` */
function skipString(/** @type {string} */ source, /** @type {number} */ at) {
  const quote = source[at];
  let index = at + 1;
  while (index < source.length && source[index] !== quote && source[index] !== "\n") {
    index += source[index] === "\\" ? 2 : 1;
  }
  return index + 1;
}

/** @returns {number} the index just after the regular expression that opens at `at` */
function skipRegExp(/** @type {string} */ source, /** @type {number} */ at) {
  let index = at + 1;
  let inClass = false;
  while (index < source.length && source[index] !== "\n") {
    const char = source[index];
    if (char === "\\") index += 1;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if (char === "/" && !inClass) break;
    index += 1;
  }
  return index + 1;
}

/** @returns {number} the index just after the type arguments that open at `at`, or `at` if none do */
function skipTypeArguments(/** @type {string} */ source, /** @type {number} */ at) {
  if (source[at] !== "<") return at;
  let depth = 0;
  for (let index = at; index < source.length; index += 1) {
    const char = source[index];
    if (char === "<") depth += 1;
    else if (char === ">" && source[index - 1] !== "=") depth -= 1;
    else if (char === ";") return at;
    if (depth === 0) return index + 1;
  }
  return at;
}

/**
 * Where the mark goes, for the expression delegated to by a `yield*`.
 * @param {string} source
 * @param {number} at index just after the star
 * @returns {number | null} index just after the `ctx` to mark; null if there is none
 */
function markPosition(source, at) {
  let index = at + matchAt(blank, source, at).length;
  const head = matchAt(identifier, source, index);
  if (head === "") return null;
  index += head.length;
  if (head === "ctx") {
    const dot = index + matchAt(blank, source, index).length;
    const marked = source.startsWith(".at(", dot);
    return source[dot] === "." && !marked ? index : null;
  }
  for (;;) {
    const dot = index + matchAt(blank, source, index).length;
    if (source[dot] !== ".") break;
    const name = dot + 1 + matchAt(blank, source, dot + 1).length;
    const member = matchAt(identifier, source, name);
    if (member === "") return null;
    index = name + member.length;
  }
  index = skipTypeArguments(source, index);
  if (source[index] !== "(") return null;
  index += 1;
  index += matchAt(blank, source, index).length;
  if (matchAt(identifier, source, index) !== "ctx") return null;
  index += "ctx".length;
  const next = source[index + matchAt(blank, source, index).length];
  return next === "," || next === ")" ? index : null;
}

/**
 * Adds the line marks. Marking twice changes nothing more.
 * @param {string} source TypeScript text
 * @returns {string} the same text, with the same number of lines
 */
export function markLines(source) {
  /** @type {{ at: number, text: string }[]} */
  const marks = [];
  /** Depth of braces at which each open `${` of a template ends. @type {number[]} */
  const templates = [];
  let braces = 0;
  let line = 1;
  let inTemplate = false;
  let before = "";
  let index = 0;

  /** Moves on and counts the lines passed. */
  const moveTo = (/** @type {number} */ end) => {
    for (; index < end && index < source.length; index += 1) if (source[index] === "\n") line += 1;
  };

  while (index < source.length) {
    const char = source[index];
    if (inTemplate) {
      if (char === "\\") moveTo(index + 2);
      else if (char === "`") {
        inTemplate = false;
        before = "`";
        moveTo(index + 1);
      } else if (char === "$" && source[index + 1] === "{") {
        templates.push(braces);
        inTemplate = false;
        before = "{";
        moveTo(index + 2);
      } else moveTo(index + 1);
      continue;
    }
    const skipped = matchAt(blank, source, index).length;
    if (skipped > 0) {
      moveTo(index + skipped);
      continue;
    }
    const word = matchAt(identifier, source, index);
    if (word !== "") {
      const star = index + word.length + matchAt(blank, source, index + word.length).length;
      if (word === "yield" && before !== "." && source[star] === "*") {
        const position = markPosition(source, star + 1);
        if (position !== null) marks.push({ at: position, text: `.at(${line})` });
        before = "*";
        moveTo(star + 1);
      } else {
        before = word;
        moveTo(index + word.length);
      }
      continue;
    }
    if (char === '"' || char === "'") {
      moveTo(skipString(source, index));
      before = '"';
      continue;
    }
    if (char === "/" && beforeRegExp.test(before)) {
      moveTo(skipRegExp(source, index));
      before = "/r";
      continue;
    }
    if (char === "`") inTemplate = true;
    else if (char === "{") braces += 1;
    else if (char === "}") {
      if (templates.at(-1) === braces) {
        templates.pop();
        inTemplate = true;
      } else braces -= 1;
    }
    before = char ?? "";
    moveTo(index + 1);
  }

  let result = "";
  let from = 0;
  for (const mark of marks) {
    result += source.slice(from, mark.at) + mark.text;
    from = mark.at;
  }
  return result + source.slice(from);
}
