import { z } from "zod";

/** Refuses a value in words that follow the variable's name: "must be ...". */
export type Refuse = (words: string) => never;
/** Reads a value that is free of what surrounds values in files. Never repeats it: it may be a secret. */
export type Read<T> = (text: string, refuse: Refuse) => T;

const QUOTES = `"'\`“”‘’«»`;

class Refusal extends Error {}

const refuse: Refuse = (words) => {
  throw new Refusal(words);
};

/** A variable that `read` reads. One rule holds for all: a value is refused, not mended, if anything surrounds it. */
export function variable<T>(read: Read<T>) {
  return z.string().transform((text, context): T => {
    try {
      const surroundings = surroundingsOf(text);
      return surroundings ? refuse(surroundings) : read(text, refuse);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      context.addIssue(error.message);
      return z.NEVER;
    }
  });
}

/** What a file's reader, a spreadsheet or a browser left around or in a value, and how to correct it. */
function surroundingsOf(text: string): string | null {
  if (text.trim() === "") return "is blank: give it a value, or remove the line";
  if (/[\r\n]$/.test(text)) return "ends with a line break: save the file with Unix line ends, and without a last CR";
  if (text.startsWith("\uFEFF")) return "begins with a byte order mark: save the file as UTF-8 without one";
  if (text.trim() !== text) return "has white space before or after its value: remove it";
  if (QUOTES.includes(text[0] ?? "") || QUOTES.includes(text.at(-1) ?? ""))
    return "has quotation marks around its value: remove them, since whatever read the file has kept them";
  const invisible = /[\p{Cc}\p{Cf}]/u.exec(text)?.[0].codePointAt(0);
  if (invisible === undefined) return null;
  return `holds an invisible character (U+${invisible.toString(16).toUpperCase().padStart(4, "0")}): type it anew`;
}

/** A whole number in decimal digits alone: no sign, no blank, no 0x, no exponent. */
export function wholeNumber(what: string, least: number, most: number): Read<number> {
  return (text, refuse) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    return refuse(`must be ${what}, a whole number from ${least} to ${most}, in decimal digits`);
  };
}

/** One of a few words, in upper or lower case. */
export function oneOf<const T extends string>(...words: readonly T[]): Read<T> {
  return (text, refuse) =>
    words.find((word) => word === text.toLowerCase()) ??
    refuse(`must be ${words.slice(0, -1).join(", ")} or ${words.at(-1)}`);
}

export const text: Read<string> = (value) => value;

/** A file or folder. What only a shell replaces would become a folder of that name. */
export const filePath: Read<string> = (value, refuse) => {
  if (/^~|^\$/.test(value)) return refuse("begins with ~ or $, which only a shell replaces: write the whole path");
  return value;
};

/** Values with commas between them. Blanks after a comma are none of any value. */
export function list<T>(read: Read<T>): Read<readonly T[]> {
  return (value, refuse) => {
    const items = value.split(",").map((item) => item.trim());
    return items.filter((item) => item !== "").map((item) => read(item, refuse));
  };
}
