import type { Transaction } from "@/db/client";
import { enginePause } from "@/db/schema";
import { type Actor, appendAudit } from "../audit/append-audit";
import { queueEvent } from "../outbox/queue-event";

const BY_COMMAND = { id: 1, userId: null, checkedBy: null } as const;

/**
 * Before days are adopted, and again with each of them: no step of `advance` begins until two people have checked all
 * that was adopted. It takes the place of a pause by one person, which one person could end, of a first check, and of
 * an end that people gave it meanwhile.
 */
export async function pauseToAdopt(tx: Transaction, reason: string, actor: Actor): Promise<void> {
  const paused = { ...BY_COMMAND, reason };
  const [now] = await tx.select().from(enginePause).for("update");
  if (now && now.userId === null && now.checkedBy === null && now.reason === reason) return;
  await tx.insert(enginePause).values(paused).onConflictDoUpdate({ target: enginePause.id, set: paused });
  await appendAudit(tx, { actor, action: "engine.paused", subject: "engine", details: { reason }, atMs: Date.now() });
  await queueEvent(tx, "engine.paused", { by: actor, reason });
}
