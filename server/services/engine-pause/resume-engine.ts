import { enginePause } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { requireReason } from "../day/require-reason";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { type PauseInput, recordPause } from "./pause-engine";

/**
 * The engine goes on where it stood. One person is enough, though no operator: this accepts nothing that a check
 * refused, and what is paid still needs all its signatures. Throws ServiceError.
 */
export async function resumeEngine({ db }: Pick<Context, "db">, input: PauseInput): Promise<void> {
  await withTransaction(db, async (tx) => {
    const { name } = await requireRight(tx, {
      userId: input.userId,
      action: "engine.resume",
      what: "resuming the engine",
    });
    const reason = requireReason(input.reason);
    const ended = await tx.delete(enginePause).returning({ id: enginePause.id });
    if (ended.length === 0) throw new ServiceError("wrong-state", "the engine is not paused");
    await recordPause(tx, "engine.resumed", { ...input, name, reason });
  });
}
