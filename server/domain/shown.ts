const MOST_SHOWN = 60;
/** What no terminal shows, what would change how it shows the rest, and what no database takes: NUL, half a letter. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** What somebody typed, in quotation marks: shortened, with invisible characters by their numbers. */
export function shown(text: string): string {
  return `"${visible(text, MOST_SHOWN)}"`;
}

/** At most so many characters of a text, with invisible ones by their numbers. */
export function visible(text: string, most: number): string {
  const short = text.length > most ? `${text.slice(0, most)}…` : text;
  return short.replace(INVISIBLE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
