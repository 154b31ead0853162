import type { Transaction } from "@/db/client";
import { totpSecret } from "@/db/schema";
import type { SecretBox } from "../secret-box";
import { replaceRecoveryCodes } from "./recovery-codes";

type NewFactor = {
  readonly userId: string;
  readonly secret: string /** Of the code that confirmed it. */;
  step: number;
};

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
