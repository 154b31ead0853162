import { z } from "zod";
import { addressFromBytes, addressToBytes, parseAddress } from "./cardano/address";
import { speakOurWords } from "./wrong-value";

speakOurWords();

/*
 * Fields of the documents that are hashed (rules, report). Each message says what would be right. Amounts are decimal
 * strings in JSON and bigint in memory; a bigint is accepted too, so that code can build a document.
 */

const DECIMAL = /^(0|[1-9][0-9]*)$/;

/** A whole, non-negative amount. */
export function amountField(example = "1000000") {
  const wanted = `must be a whole number of at least 0 as text, such as "${example}"`;
  return z
    .union([z.bigint(), z.string().regex(DECIMAL, { error: wanted })], { error: wanted })
    .transform((value) => BigInt(value))
    .refine((value) => value >= 0n, { error: wanted });
}

export function positiveAmountField(example = "1000000") {
  return amountField(example).refine((value) => value > 0n, {
    error: `must be more than 0, such as "${example}"`,
  });
}

export function wholeNumberField(minimum: number, maximum: number, what: string) {
  const error = `must be ${what}: a whole number from ${minimum} to ${maximum}`;
  return z.number({ error }).int({ error }).min(minimum, { error }).max(maximum, { error });
}

export function hexField(bytes: number, what: string) {
  return z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`), {
    error: `must be ${what}: ${bytes * 2} lower-case hexadecimal digits`,
  });
}

/** Policy id (28 bytes) and asset name (0 to 32 bytes) in one hexadecimal text. */
export const assetUnitField = z.string().regex(/^[0-9a-f]{56}([0-9a-f]{2}){0,32}$/, {
  error:
    "must be the token's unit: its policy id (56 lower-case hexadecimal digits), then its asset name in hexadecimal (up to 64)",
});

export const IDENTITY = /^(key|script):[0-9a-f]{56}$/;

export const identityField = z.string().regex(IDENTITY, {
  error: 'must be an identity: "key:" or "script:", then the 56 hexadecimal digits of the credential',
});

/** Any address that can hold money, written back in its one canonical spelling. */
export const addressField = z.string({ error: "must be an address" }).transform((text, context) => {
  const parsed = parseAddress(text);
  if ("problem" in parsed) {
    context.addIssue({ code: "custom", message: parsed.problem });
    return z.NEVER;
  }
  if (parsed.kind === "reward") {
    context.addIssue({
      code: "custom",
      message: "is a stake address, which holds nothing: use one that begins with addr",
    });
    return z.NEVER;
  }
  return addressFromBytes(addressToBytes(text));
});

/** A list without meaningful order or repetitions: sorted and made unique, so that its hash is stable. */
export function setOf<T extends z.ZodType<string>>(item: T) {
  return z.array(item, { error: "must be a list, empty if there is nothing to name" }).transform((values) => {
    const sorted: string[] = [...new Set<string>(values)].sort((a, b) => (a < b ? -1 : 1));
    return sorted;
  });
}

export type FieldProblem = {
  /** The path, as in `participation.minimumLovelace`; empty for the document itself. */
  readonly field: string;
  readonly problem: string;
};

export function problemsOf(error: z.ZodError): FieldProblem[] {
  return error.issues.map(({ path, message }) => ({ field: path.map(String).join("."), problem: message }));
}
