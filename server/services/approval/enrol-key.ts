import { eq } from "drizzle-orm";
import { violatedConstraint } from "@/db/errors";
import { user } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { keyOfPersonText } from "@/server/domain/approver-key/enrolment";
import { readSealedKey } from "@/server/domain/approver-key/vault";
import type { GivenSignature } from "@/server/domain/contract/given-signature";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { noticePerson } from "../outbox/notice-person";
import type { SignedIn } from "../people/find-session";
import { loadPoolRow } from "../pool/load-pool";
import { readGivenSignature } from "./given-signature";

/**
 * Enrols a key for a person, proven by a test signature over a text that names both. The key must be one of the pool's.
 * `sealedKey` (JSON) is kept for signing in any browser; null if the person keeps the key themselves. Throws
 * ServiceError `bad-input`, `not-allowed` or `conflict`.
 */
export async function enrolKey(
  { db }: Pick<Context, "db">,
  person: SignedIn,
  input: { readonly publicKey: string; readonly signed: GivenSignature; readonly sealedKey: string | null },
): Promise<void> {
  const { publicKey, sealedKey } = input;
  const pool = await loadPoolRow(db);
  if (!pool) throw new ServiceError("wrong-state", "no pool is deployed yet, so there are no approver keys");
  if (!pool.settings.approvers.includes(publicKey)) {
    throw new ServiceError("not-allowed", "this key is not one of the pool's approver keys on chain");
  }
  const text = keyOfPersonText(pool.settings.network, person.userId, publicKey);
  const signed = readGivenSignature(input.signed, text, publicKey);
  if (signed.publicKey !== publicKey) throw new ServiceError("bad-input", "The test signature is of another key.");
  checkSealed(sealedKey, publicKey);
  await withTransaction(db, async (tx) => {
    await tx.update(user).set({ approverKey: publicKey, encryptedKey: sealedKey }).where(eq(user.id, person.userId));
    await appendAudit(tx, {
      actor: `user:${person.userId}`,
      action: "user.enrol-key",
      subject: `user:${person.userId}`,
      details: { publicKey, sealed: sealedKey !== null, text, signature: signed.envelope.signature },
      atMs: Date.now(),
    });
    await noticePerson(tx, person.userId, "key.changed", { actor: `user:${person.userId}` });
  }).catch((error: unknown) => {
    if (violatedConstraint(error) !== "user_approver_key_unique") throw error;
    throw new ServiceError("conflict", "this key is enrolled to another person");
  });
}

function checkSealed(sealedKey: string | null, publicKey: string): void {
  if (sealedKey === null) return;
  const read = readSealedKey(sealedKey);
  if (!read.ok) throw new ServiceError("bad-input", `cannot read the sealed key: ${read.problem}`);
  if (read.key.publicKey !== publicKey) {
    throw new ServiceError("bad-input", "the sealed key does not match the key to enrol");
  }
}
