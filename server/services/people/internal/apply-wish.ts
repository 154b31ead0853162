import { eq } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { recoveryCode, totpSecret, user } from "@/db/schema";
import { endSessionsOf } from "./end-sessions-of";
import { issueLink, type Link } from "./link";
import type { Wish } from "./requests";

/** Does what two have asked for. The old credential ends at once, and with it every session. */
export async function applyWish(
  tx: Transaction,
  userId: string,
  { what, role }: Wish,
): Promise<{ readonly link: Link | null; readonly sessions: number }> {
  if (what === "role") {
    await tx.update(user).set({ role }).where(eq(user.id, userId));
    return { link: null, sessions: 0 };
  }
  if (what === "password") await tx.update(user).set({ passwordHash: null }).where(eq(user.id, userId));
  else {
    await tx.delete(totpSecret).where(eq(totpSecret.userId, userId));
    await tx.delete(recoveryCode).where(eq(recoveryCode.userId, userId));
  }
  return { link: await issueLink(tx, userId, what), sessions: await endSessionsOf(tx, userId) };
}
