import { and, desc, eq } from "drizzle-orm";
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

/** So few tell whether the key is the right one. */
const LOOKED_AT = 20;

/**
 * Whether the present key, or the old one, opens any of the newest second factors that are stored: at start-up, where
 * one that was not taken along would otherwise be noticed by whoever cannot sign in. True where nothing is stored.
 */
export async function opensSealed(db: Database, box: SecretBox): Promise<boolean> {
  const rows = await db.select().from(totpSecret).orderBy(desc(totpSecret.writtenAt)).limit(LOOKED_AT);
  return rows.length === 0 || rows.some(({ userId, secret }) => box.stateOf(secret, userId) !== "lost");
}

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
