import type { Transaction } from "@/db/client";
import { enginePause } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { requireReason } from "../day/require-reason";
import { ServiceError } from "../errors";
import { queueEvent } from "../outbox/queue-event";
import { requireRight } from "../people/require-right";
import { findPause } from "./find-pause";

/** Who pauses or resumes, and why. */
export type PauseInput = { readonly userId: string; readonly reason: string };

/**
 * From now on no step of `advance` begins: nothing new is built, signed or sent. A step that has begun ends first. All
 * other jobs go on, so that what was sent is watched. One person is enough, for late is better than wrong. Throws
 * ServiceError.
 */
export async function pauseEngine({ db }: Pick<Context, "db">, input: PauseInput): Promise<void> {
  await withTransaction(db, async (tx) => {
    const { name } = await requireRight(tx, {
      userId: input.userId,
      action: "engine.pause",
      what: "pausing the engine",
    });
    const reason = requireReason(input.reason);
    const made = await tx
      .insert(enginePause)
      .values({ id: 1, userId: input.userId, reason })
      .onConflictDoNothing()
      .returning({ id: enginePause.id });
    if (made.length === 0) {
      const other = await findPause(tx);
      throw new ServiceError("conflict", `the engine is paused already, by ${other?.name ?? "somebody"}`);
    }
    await recordPause(tx, "engine.paused", { ...input, name, reason });
  });
}

/** The trail of a pause, of the first check after an adoption, or of its end: audit row and event. */
export async function recordPause(
  tx: Transaction,
  action: "engine.paused" | "engine.checked" | "engine.resumed",
  { userId, name, reason }: PauseInput & { readonly name: string },
): Promise<void> {
  await appendAudit(tx, { actor: `user:${userId}`, action, subject: "engine", details: { reason }, atMs: Date.now() });
  await queueEvent(tx, action, { by: name, reason });
}
