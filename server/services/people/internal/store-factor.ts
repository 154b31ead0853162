import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { totpSecret } from "@/db/schema";
import type { SecretBox } from "../secret-box";
import { replaceRecoveryCodes } from "./recovery-codes";

type NewFactor = {
  readonly userId: string;
  readonly secret: string /** Of the code that confirmed it. */;
  step: number;
};

/** The second factor in force, as it is sealed: another text each time that one is stored. Empty if there is none. */
export async function sealedFactor(db: Database, userId: string): Promise<string> {
  return (await secretsOf(db, userId))[0]?.secret ?? "";
}

/** The same, locked until the transaction ends. */
export async function lockSealedFactor(tx: Transaction, userId: string): Promise<string> {
  return (await secretsOf(tx, userId).for("update"))[0]?.secret ?? "";
}

const secretsOf = (db: Database | Transaction, userId: string) =>
  db.select({ secret: totpSecret.secret }).from(totpSecret).where(eq(totpSecret.userId, userId));

/** The second factor from now on, with new recovery codes. The old one and its codes are gone. Answers the codes. */
export async function storeFactor(tx: Transaction, factor: NewFactor, box: SecretBox): Promise<readonly string[]> {
  const { userId, step } = factor;
  const row = { secret: box.seal(factor.secret, userId), lastStep: step };
  await tx
    .insert(totpSecret)
    .values({ userId, ...row })
    .onConflictDoUpdate({ target: totpSecret.userId, set: row });
  return replaceRecoveryCodes(tx, userId);
}
