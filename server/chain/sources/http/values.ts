import { z } from "zod";

/* Values that every server's answers are made of. A stranger's server may answer anything. */

const hexOf = (length: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${length}}$`, "i"), `should be ${length} hexadecimal digits`)
    .transform((text) => text.toLowerCase());

export const hash32 = hexOf(64);
export const hash28 = hexOf(56);
export const hexBytes = z
  .string()
  .regex(/^([0-9a-f]{2})+$/i, "should be bytes in hexadecimal")
  .transform((text) => text.toLowerCase());
export const count = z.number().int().nonnegative();
/** Beyond any real time, and small enough to count with in milliseconds. */
export const seconds = z.number().nonnegative().max(1e11);

/** No sum of the ledger's amounts has more digits, and a server could send millions of them. */
const DIGITS = /^\d{1,40}$/;

/**
 * An amount. The description says a string of digits; some servers write numbers, which are taken only while
 * JSON holds them exactly (up to 2^53 - 1): a larger one was already changed when it was parsed.
 */
export const quantity = z
  .union([
    z.string().regex(DIGITS, "should be a string of at most 40 digits"),
    z.number().int("should be a string of digits; as a number it is too large to be exact").nonnegative(),
  ])
  .transform((value) => BigInt(value));

const numberOrText = (form: RegExp, error: string) =>
  z.union([z.number(), z.string().regex(form).transform(Number)], { error });

/** A whole number, as a number or as a text. */
export const whole = numberOrText(/^\d{1,15}$/, "should be a whole number").pipe(count);
/** A number of any kind, as a number or as a text. */
export const decimal = numberOrText(/^\d{1,15}(\.\d{1,15})?(e-?\d{1,2})?$/i, "should be a number").pipe(
  z.number().nonnegative().max(1e15),
);

/**
 * Entries of one form, read up to the first that is wrong: an answer may have millions of them, and what zod keeps of
 * each that is wrong takes a hundred times as much memory as the entry.
 */
export function listOf<S extends z.ZodType>(entry: S) {
  return z.array(z.unknown()).transform((list, context) => {
    const read: z.output<S>[] = [];
    for (const [at, each] of list.entries()) {
      const { data, error } = entry.safeParse(each);
      if (error) return refuse(context, at, error);
      read.push(data as z.output<S>);
    }
    return read;
  });
}

/** The same of an object whose names are not known before. */
export function recordOf<S extends z.ZodType>(name: z.ZodType<string>, entry: S) {
  return z.looseObject({}).transform((object, context) => {
    const read: [string, z.output<S>][] = [];
    for (const [at, each] of Object.entries(object)) {
      const { data, error } = entry.safeParse(each);
      const wrong = name.safeParse(at).error ?? error;
      if (wrong) return refuse(context, at, wrong);
      read.push([at, data as z.output<S>]);
    }
    return Object.fromEntries(read);
  });
}

function refuse({ issues }: z.RefinementCtx, at: PropertyKey, { issues: [issue] }: z.ZodError): never {
  const { message = "", path = [] } = issue ?? {};
  issues.push({ code: "custom", message, path: [at, ...path], input: undefined });
  return z.NEVER;
}

/** The model of the contract's own language: every value of it counts. */
export const neededCostModel = listOf(z.number().int());
/**
 * A model of another language. The ledger fills what a network never set with 2^63 - 1, which JSON rounds or a server
 * writes as a text: such a model is left out. Nothing is signed over it.
 */
export const costModel = listOf(z.union([z.number(), z.string()])).transform((model): number[] =>
  model.every((value) => Number.isSafeInteger(value)) ? model.map(Number) : [],
);

/** Sixteen times what the ledger allows now: a reader that takes it apart could run out of memory over more. */
const MOST_TRANSACTION_BYTES = 256 * 1024;
/** A transaction, witnesses included. */
export const transactionBytes = z
  .string()
  .max(2 * MOST_TRANSACTION_BYTES, `should be at most ${MOST_TRANSACTION_BYTES} bytes`)
  .regex(/^([0-9a-f]{2})+$/, "should be bytes in hexadecimal");
