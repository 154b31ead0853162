import { and, eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { totpSecret } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { type Actor, appendAudit } from "../audit/append-audit";
import type { SecretBox } from "./secret-box";

export type Resealed = {
  /** Sealed under the present key now, and under the old one before. */
  readonly resealed: number;
  /** Were under the present key already. */
  readonly present: number;
  /** Open with neither key: these people need a new second factor. */
  readonly lost: readonly string[];
};

/**
 * Seals every stored second factor under the present key. Nobody has to sign in anew, and a factor that is set anew
 * meanwhile stays as it is set. Run it until `lost` is empty; then the old key may go.
 */
export async function reseal(db: Database, box: SecretBox, actor: Actor): Promise<Resealed> {
  return withTransaction(db, async (tx) => {
    let [resealed, present] = [0, 0];
    const lost: string[] = [];
    for (const { userId, secret } of await tx.select().from(totpSecret).for("update")) {
      const state = box.stateOf(secret, userId);
      if (state === "present") present++;
      else if (state === "lost") lost.push(userId);
      else {
        const sealed = box.seal(box.open(secret, userId), userId);
        const same = and(eq(totpSecret.userId, userId), eq(totpSecret.secret, secret));
        await tx.update(totpSecret).set({ secret: sealed }).where(same);
        resealed++;
      }
    }
    const details = { resealed, present, lost: lost.length };
    await appendAudit(tx, { actor, action: "secrets.reseal", subject: "installation", details, atMs: Date.now() });
    return { resealed, present, lost };
  });
}
