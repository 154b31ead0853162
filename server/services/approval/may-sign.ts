import { eq } from "drizzle-orm";
import type { Database } from "@/db/client";
import { user } from "@/db/schema";
import { can, type Role } from "@/server/domain/people/roles";
import type { Hex } from "@/server/domain/units";
import type { ChainNow } from "../chain-now";
import type { DayRow } from "../day/move-day";
import type { LivePool } from "../pool/load-pool";

export type Signer = {
  readonly userId: string;
  readonly role: Role;
  readonly approverKey: Hex | null;
  readonly encryptedKey: string | null;
};

/** Whether a person can sign a day now; if not, why, and what would have to change. */
export type MaySign =
  | { readonly ok: true; readonly publicKey: Hex; readonly sealedKey: string | null }
  | { readonly ok: false; readonly reason: string };

export async function loadSigner(db: Database, userId: string): Promise<Signer> {
  const [row] = await db.select().from(user).where(eq(user.id, userId));
  if (!row) throw new Error(`there is no person ${userId}`);
  const { role, approverKey, encryptedKey } = row;
  return { userId, role: role as Role, approverKey, encryptedKey };
}

/** `signed` are the keys that have signed the present plan. */
export function maySign(
  signer: Signer,
  day: Pick<DayRow, "state" | "deadlineMs">,
  pool: LivePool,
  now: ChainNow,
  signed: readonly Hex[],
): MaySign {
  const no = (reason: string): MaySign => ({ ok: false, reason });
  const { approverKey, encryptedKey, role } = signer;
  if (approverKey && signed.includes(approverKey)) return no("You have signed this plan.");
  if (day.state !== "PROPOSED" || day.deadlineMs === null) {
    return no(`The day is ${day.state}. Only a proposed day can be approved.`);
  }
  if (!can(role, "day.approve")) return no(`Your role is ${role}. Approving requires approver or admin.`);
  if (!approverKey) return no("You have no enrolled key. Enrol one on your account page.");
  if (!pool.settings.approvers.includes(approverKey)) {
    return no("Your key is not one of the pool's approver keys on chain.");
  }
  if (now.timeMs + pool.settings.minWindowMs >= day.deadlineMs) {
    return no("Signing has closed. The plan will be proposed again with a new deadline.");
  }
  return { ok: true, publicKey: approverKey, sealedKey: encryptedKey };
}
