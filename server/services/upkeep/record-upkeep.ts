import { UPKEEP_NAMES, type UpkeepName, upkeep } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { PosixMs } from "@/server/domain/units";
import { type Actor, appendAudit } from "../audit/append-audit";
import type { Context } from "../context";
import { ServiceError } from "../errors";

type Done = {
  readonly what: string;
  readonly doneAtMs: PosixMs;
  readonly note: string;
  readonly actor: Actor;
  readonly nowMs: PosixMs;
};

const LONGEST_NOTE = 1_000;

/** Records that a backup, a drill or a change of keys was done, with its audit row. Throws ServiceError. */
export async function recordUpkeep({ db }: Pick<Context, "db">, done: Done): Promise<UpkeepName> {
  const { doneAtMs, note, actor, nowMs } = done;
  const what = UPKEEP_NAMES.find((name) => name === done.what);
  if (!what) throw new ServiceError("bad-input", `say what was done: ${UPKEEP_NAMES.join(", ")}`);
  if (doneAtMs > nowMs) throw new ServiceError("bad-input", "that time has not come yet: say when it was done");
  if (note.length > LONGEST_NOTE) {
    throw new ServiceError("bad-input", `a note has at most ${LONGEST_NOTE} characters`);
  }
  const doneAt = new Date(doneAtMs);
  await withTransaction(db, async (tx) => {
    await tx.insert(upkeep).values({ what, doneAt, actor, note });
    const details = { doneAt: doneAt.toISOString(), note };
    await appendAudit(tx, { actor, action: "upkeep.done", subject: `upkeep:${what}`, details, atMs: nowMs });
  });
  return what;
}
