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
  const value: unknown = JSON.parse(text);
  // An object names one thing twice: which of the two is meant?
  if (namesIn(text) !== keysIn(value)) throw new RefusedJson("names one thing twice:");
  return value;
}

/** How many names the text gives: strings before a colon. It is known to be JSON. */
function namesIn(text: string): number {
  let names = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    do at = text.indexOf('"', at + 1);
    while (isEscaped(text, at));
    let next = at + 1;
    while (/\s/.test(text.charAt(next))) next++;
    if (text[next] === ":") names++;
  }
  return names;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === "\\") backslashes++;
  return backslashes % 2 === 1;
}

function keysIn(value: unknown, depth = 0): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > MAX_DEPTH) throw new RefusedJson("is nested too deeply:");
  const children = Object.values(value);
  const own = Array.isArray(value) ? 0 : children.length;
  return children.reduce<number>((sum, child) => sum + keysIn(child, depth + 1), own);
}
