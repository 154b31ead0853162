/** An object names one thing twice: which of the two is meant? */
export class NamedTwice extends Error {}

/** The value of a JSON text. Throws NamedTwice, or a SyntaxError where it is none. */
export function readJson(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (namesIn(text) !== keysIn(value)) throw new NamedTwice();
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

function keysIn(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const children = Object.values(value);
  return children.reduce<number>((sum, child) => sum + keysIn(child), Array.isArray(value) ? 0 : children.length);
}

/** Blockfrost's own words for what it does not know. Any other 404 is that of a server without the route. */
export function isNotFound(body: string): boolean {
  try {
    const value = readJson(body);
    if (typeof value !== "object" || value === null || !("status_code" in value && "error" in value)) return false;
    return value.status_code === 404 && value.error === "Not Found";
  } catch {
    return false;
  }
}
