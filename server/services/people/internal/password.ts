import { hash, verify } from "@node-rs/argon2";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { ServiceError } from "../../errors";

/** Argon2id by OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. The salt is in the hash. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const LEAST_PASSWORD_LENGTH = 12;
/** Long enough for any pass phrase, short enough that hashing stays fast. */
const MOST_PASSWORD_LENGTH = 200;

/** Fewer guesses than this find it: zxcvbn's score 3, "safely unguessable" against guessing at the log-in. */
const LEAST_SCORE = 3;

let strength: ZxcvbnFactory | undefined;

/**
 * Throws ServiceError `bad-input` if a password is too short, too long, or easy to guess: known from leaks, a row of
 * keys, or made of the person's own name and address (zxcvbn's estimate).
 */
export function checkPassword(password: string, person: { readonly email: string; readonly name: string }): void {
  if (password.length < LEAST_PASSWORD_LENGTH || password.length > MOST_PASSWORD_LENGTH) {
    throw new ServiceError(
      "bad-input",
      `use ${LEAST_PASSWORD_LENGTH} to ${MOST_PASSWORD_LENGTH} characters; this password has ${password.length}`,
    );
  }
  strength ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const known = [person.email, ...person.email.split(/[@.]/), person.name, ...person.name.split(/\s+/)];
  if (strength.check(password, known).score >= LEAST_SCORE) return;
  throw new ServiceError("bad-input", "this password is easy to guess: use several words that do not belong together");
}

export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), COST);
}

export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  if (password.length > MOST_PASSWORD_LENGTH) return false;
  return verify(passwordHash, password.normalize("NFKC"));
}

let nobody: Promise<string> | undefined;

/** Does the work of a real check for an unknown address, so that timing does not tell. */
export async function verifyAgainstNobody(password: string): Promise<false> {
  nobody ??= hashPassword("nobody has this password");
  await verifyPassword(await nobody, password);
  return false;
}
