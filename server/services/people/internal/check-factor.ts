import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { totpSecret } from "@/db/schema";
import { ServiceError } from "../../errors";
import type { SecretBox } from "../secret-box";
import { recordChange } from "./record-change";
import { takeRecoveryCode } from "./recovery-codes";
import { stepOfCode } from "./totp";

type Given = { readonly userId: string; readonly code: string; readonly nowMs: number };

/**
 * Uses a code up: six digits of the authenticator app, or a recovery code. Null if it is wrong or was used: of two that
 * send the same code, one wins. Throws ServiceError `wrong-state` if the person has no second factor.
 */
export async function checkFactor(
  tx: Transaction,
  { userId, code, nowMs }: Given,
  box: SecretBox,
): Promise<"totp" | "recovery-code" | null> {
  const [row] = await tx.select().from(totpSecret).where(eq(totpSecret.userId, userId));
  if (!row) {
    const text = "Your second factor is being set anew. Use the link for it, or ask an administrator for one.";
    throw new ServiceError("wrong-state", text);
  }
  if (await takeRecoveryCode(tx, userId, code)) {
    await recordChange(tx, { actor: `user:${userId}`, action: "user.recovery-code", userId });
    return "recovery-code";
  }
  const step = await stepOfCode(box.open(row.secret, userId), code, nowMs, row.lastStep);
  if (step === null) return null;
  const unused = or(isNull(totpSecret.lastStep), lt(totpSecret.lastStep, step));
  const used = await tx
    .update(totpSecret)
    .set({ lastStep: step })
    .where(and(eq(totpSecret.userId, userId), eq(totpSecret.secret, row.secret), unused))
    .returning({ userId: totpSecret.userId });
  return used.length === 1 ? "totp" : null;
}
