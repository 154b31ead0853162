import { setImmediate } from "node:timers/promises";
import { hash, verify } from "@node-rs/argon2";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { ServiceError } from "../../errors";
import { inTurn, type Line } from "../password-turns";
import { PRODUCT } from "./totp";

/** Argon2id by OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. The salt is in the hash. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const LEAST_PASSWORD_LENGTH = 12;
/** Long enough for any pass phrase, short enough that hashing stays fast. */
const MOST_PASSWORD_LENGTH = 200;

/** Nobody's: no stored password is so long. */
export const isTooLong = (password: string): boolean => password.length > MOST_PASSWORD_LENGTH;

/** Fewer guesses than this find it: zxcvbn's score 3, "safely unguessable" against guessing at the log-in. */
const LEAST_SCORE = 3;

/** The estimate takes the only thread, and longer than in proportion: 200 characters take it for a second. */
const JUDGED_LENGTH = 64;

let strength: ZxcvbnFactory | undefined;

type Owner = { readonly email: string; readonly name: string };

/**
 * The hash of a new password. Throws ServiceError: `bad-input` if it is too short, too long, or easy to guess, and
 * `too-many` where too many wait already.
 */
export async function hashNewPassword(password: string, owner: Owner): Promise<string> {
  return inTurn(async () => {
    // Whatever else waits for the thread goes first.
    await setImmediate();
    judge(password, owner);
    return hash(password.normalize("NFKC"), COST);
  });
}

/** Refused is what is known from leaks, a row of keys, or made of names: the person's, or ours (zxcvbn's estimate). */
function judge(password: string, { email, name }: Owner): void {
  if (password.length < LEAST_PASSWORD_LENGTH || isTooLong(password)) {
    throw new ServiceError(
      "bad-input",
      `use ${LEAST_PASSWORD_LENGTH} to ${MOST_PASSWORD_LENGTH} characters; this password has ${password.length}`,
    );
  }
  strength ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: JUDGED_LENGTH });
  const known = [email, ...email.split(/[@.]/), ...spellings(name), ...spellings(PRODUCT), "cardano"];
  if (strength.check(password, known).score >= LEAST_SCORE) return;
  throw new ServiceError("bad-input", "this password is easy to guess: use several words that do not belong together");
}

/** A name as it may stand in a password: word by word, and together. */
function spellings(name: string): readonly string[] {
  const words = name.split(/\s+/);
  return [...words, ...["", " ", "-", "_", "."].map((between) => words.join(between))];
}

export async function verifyPassword(passwordHash: string, password: string, line?: Line): Promise<boolean> {
  if (isTooLong(password)) return false;
  return inTurn(() => verify(passwordHash, password.normalize("NFKC")), line);
}

/** At COST, of 256 random bits that were thrown away. It stands here because whatever has to be made can fail. */
export const HASH_OF_NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$SEufjnLT0iOGVeN1L6Qn7w$362L4Fv6M5LIGxo5hZ5EMTPw8P5GPoK6bb/GA0rGXAo";

/** Does the work of a real check for an unknown address, so that timing does not tell. */
export async function verifyAgainstNobody(password: string): Promise<false> {
  await verifyPassword(HASH_OF_NOBODY, password);
  return false;
}
