import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { violatedConstraint } from "@/db/errors";
import { totpSecret, user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { readSealedKey } from "@/server/domain/approver-key/vault";
import type { Role } from "@/server/domain/people/roles";
import { type Actor, appendAudit } from "../audit/append-audit";
import { ServiceError } from "../errors";
import { checkIdentity, normaliseEmail } from "./internal/identity";
import { hashNewPassword } from "./internal/password";
import { checkTotpSecret } from "./internal/totp";
import type { SecretBox } from "./secret-box";

export type NewUser = {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password: string;
  /** Base32. Without it, the person cannot finish a sign-in. */
  readonly totpSecret?: string;
  /** The ed25519 key that the person approves with, in hex. */
  readonly approverKey?: string;
  /** That key sealed under the person's passphrase: JSON of a `SealedKey`. */
  readonly encryptedKey?: string;
};

/**
 * Adds a person and returns the id. `box` seals the TOTP secret. Throws
 * ServiceError: `bad-input` for a malformed field, `conflict` for an address or key that is taken.
 */
export async function createUser(
  db: Database,
  input: NewUser,
  actor: Actor,
  box: SecretBox,
): Promise<{ readonly userId: string }> {
  const email = normaliseEmail(input.email);
  checkUser(input);
  const passwordHash = await hashNewPassword(input.password, input);
  const { name, role, approverKey = null, encryptedKey = null } = input;
  return withTransaction(db, async (tx) => {
    const [added] = await tx
      .insert(user)
      .values({ email, name, role, passwordHash, approverKey, encryptedKey, enrolledAt: sql`now()` })
      .returning({ userId: user.id });
    if (!added) throw new Error("the person was not stored");
    const { userId } = added;
    if (input.totpSecret) {
      const secret = box.seal(input.totpSecret, userId);
      await tx.insert(totpSecret).values({ userId, secret });
    }
    await appendAudit(tx, {
      actor,
      action: "user.create",
      subject: `user:${userId}`,
      details: { email, name, role, approverKey, secondFactor: input.totpSecret !== undefined },
      atMs: Date.now(),
    });
    return { userId };
  }).catch((error: unknown) => {
    throw explainConflict(error, email);
  });
}

function checkUser({ totpSecret: secret, approverKey, encryptedKey, ...identity }: NewUser): void {
  const refuse = (problem: string) => new ServiceError("bad-input", problem);
  checkIdentity(identity);
  if (secret !== undefined) checkTotpSecret(secret);
  if (approverKey !== undefined && !/^[0-9a-f]{64}$/.test(approverKey)) {
    throw refuse("an approver key must be 32 bytes in lower-case hexadecimal");
  }
  if (encryptedKey === undefined) return;
  const sealed = readSealedKey(encryptedKey);
  if (!sealed.ok) throw refuse(`cannot read the encrypted key: ${sealed.problem}`);
  if (sealed.key.publicKey !== approverKey) throw refuse("the encrypted key does not match the approver key");
}

function explainConflict(error: unknown, email: string): unknown {
  const constraint = violatedConstraint(error);
  if (constraint === "user_email_unique") return new ServiceError("conflict", `${email} is already taken`);
  if (constraint === "user_approver_key_unique") {
    return new ServiceError("conflict", "this approver key already belongs to another person");
  }
  return error;
}
