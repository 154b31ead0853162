/** JSON that is not read: `problem` stands before what came. */
export class RefusedJson extends Error {
  constructor(readonly problem: string) {
    super(problem);
  }
}

/** Far deeper than any answer, and safe for readers that recurse. */
const MAX_DEPTH = 1_000;

/** The value of a JSON text. Throws RefusedJson, or a SyntaxError where it is none. */
export function readJson(text: string): unknown {
  const names = namesIn(text);
  const value: unknown = JSON.parse(text);
  // An object names one thing twice: which of the two is meant?
  if (names !== keysIn(value)) throw new RefusedJson("names one thing twice:");
  return value;
}

/** How many names the text gives: colons outside of strings. Nested too deeply, it is not parsed: that takes memory. */
function namesIn(text: string): number {
  let [names, depth] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') at = endOfString(text, at);
    else if (char === ":") names++;
    else if (char === "]" || char === "}") depth--;
    else if (char === "[" || char === "{") depth++;
    if (depth > MAX_DEPTH) throw new RefusedJson("is nested too deeply:");
  }
  return names;
}

/** Where the string that begins there ends; the end of the text, where it does not. */
function endOfString(text: string, begin: number): number {
  let at = text.indexOf('"', begin + 1);
  while (at >= 0 && isEscaped(text, at)) at = text.indexOf('"', at + 1);
  return at < 0 ? text.length : at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes++;
  return backslashes % 2 === 1;
}

function keysIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const children = Object.values(value);
  const own = Array.isArray(value) ? 0 : children.length;
  return children.reduce<number>((sum, child) => sum + keysIn(child), own);
}
