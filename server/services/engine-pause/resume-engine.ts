import { enginePause } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { can } from "@/server/domain/people/roles";
import type { Context } from "../context";
import { requireReason } from "../day/require-reason";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { requireRight } from "../people/require-right";
import { type PauseInput, recordPause } from "./pause-engine";

/**
 * The engine goes on where it stood. One person is enough, though no operator: this accepts nothing that a check
 * refused, and what is paid still needs all its signatures. After an adoption it takes two: the first says that what
 * was adopted is right, and the engine stays paused. Throws ServiceError.
 */
export async function resumeEngine({ db }: Pick<Context, "db">, input: PauseInput): Promise<void> {
  await withTransaction(db, async (tx) => {
    const { name } = await requireRight(tx, {
      userId: input.userId,
      action: "engine.resume",
      what: "resuming the engine",
    });
    const reason = requireReason(input.reason);
    const [pause] = await tx.select().from(enginePause).for("update");
    if (!pause) throw new ServiceError("wrong-state", "the engine is not paused");
    if (pause.userId === null) {
      // As they are now: of one who may not any more, the check does not count.
      const first = pause.checkedBy === null ? null : await loadPerson(tx, pause.checkedBy);
      if (first === null || !can(first.role, "engine.resume")) {
        await tx.update(enginePause).set({ checkedBy: input.userId });
        await recordPause(tx, "engine.checked", { ...input, name, reason });
        return;
      }
      if (first.id === input.userId) {
        throw new ServiceError("conflict", "you have checked it already: a second person resumes the engine");
      }
    }
    await tx.delete(enginePause);
    await recordPause(tx, "engine.resumed", { ...input, name, reason });
  });
}
