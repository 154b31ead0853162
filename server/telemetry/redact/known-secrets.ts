/** Shorter ones stand in ordinary words: they are found by the names and addresses that they stand at. */
const SHORTEST = 8;

type Known = { readonly values: Set<string>; pattern: RegExp | null };
const KNOWN = Symbol.for("daily-prize-oracle.known-secrets");
/** Next.js loads our modules more than once in a process. */
const shared = globalThis as { [KNOWN]?: Known };
shared[KNOWN] ??= { values: new Set(), pattern: null };
const known = shared[KNOWN];

/** From here on these values stand in no line of this process's log and in no trace, wherever they come from. */
export function hideSecrets(values: readonly (string | undefined)[]): void {
  for (const value of values) {
    if (value === undefined || value.length < SHORTEST || known.values.has(value)) continue;
    known.values.add(value);
    known.pattern = null;
  }
}

/** Finds every value that is hidden, in each of its spellings. Null while there is none. */
export function knownSecrets(): RegExp | null {
  if (known.values.size === 0) return null;
  known.pattern ??= new RegExp([...known.values].flatMap(spellingsOf).sort(longestFirst).map(literally).join("|"), "g");
  return known.pattern;
}

/** As it is, in JSON, in an address, in base64 (without its end, which depends on what follows) and in hex. */
function spellingsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString("base64").replace(/=+$/, "");
  const url = bytes.toString("base64url");
  const json = JSON.stringify(value).slice(1, -1);
  return [...new Set([value, json, encodeURIComponent(value), base64, url, bytes.toString("hex")])];
}

const longestFirst = (one: string, other: string) => other.length - one.length;
const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
