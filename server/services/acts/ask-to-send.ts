import { eq } from "drizzle-orm";
import { actProposal } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import { voidedName } from "@/server/domain/contract/act-fate";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { holdScan } from "../hold-chain";
import { requireRight } from "../people/require-right";
import { requirePool } from "../pool/load-pool";
import { missingOf } from "../pool-commands/plan-act";
import { lockAct } from "./internal/act-rows";
import { actSignatures, countedOf } from "./internal/act-signatures";
import { askedOf } from "./internal/asked";
import { fateOf } from "./internal/fates";
import { recordAct } from "./internal/record-act";
import { whatItVoids } from "./internal/what-it-voids";

/**
 * Asks the engine to send an act that is signed. `seen` names what the person was told that it voids: where there is
 * more by now, it is not sent. Asking again changes nothing. Throws ServiceError: `wrong-state` if the act cannot land
 * as the pool stands, `conflict` if a signature is missing or the person has not seen all.
 */
export async function askToSend(
  { db }: Pick<Context, "db">,
  input: { readonly id: number; readonly seen: readonly string[]; readonly userId: string },
): Promise<void> {
  const { id, seen, userId } = input;
  await withTransaction(db, async (tx) => {
    const now = await holdScan(tx);
    const row = await lockAct(tx, id);
    await requireRight(tx, { userId, action: "pool.administer", what: "having an act sent" });
    const pool = await requirePool(tx);
    if (row.withdrawnAt !== null) throw new ServiceError("wrong-state", "the act was withdrawn: propose it anew");
    const fate = await fateOf(tx, row, { pool, height: now.height });
    if (fate.kind === "held-up") throw new ServiceError("wrong-state", `it cannot be sent now: ${fate.why}`);
    if (fate.kind !== "open") throw new ServiceError("wrong-state", "the act has ended, or the chain has gone back");
    if (row.sendAskedAt !== null) return;
    const asked = askedOf(row, pool);
    const signed = [...countedOf(await actSignatures(tx, [row.text]), asked.all).keys()];
    const missing = missingOf(asked, signed);
    if (missing.length > 0) throw new ServiceError("conflict", missing.join("; "));
    const voided = (await whatItVoids(tx, pool, id)).map(voidedName);
    if (!voided.every((name) => seen.includes(name))) {
      throw new ServiceError("conflict", "it would void more by now than you were shown: read it again");
    }
    // An earlier transaction may have expired: another one is built.
    const anew = { inputTxHash: null, inputIndex: null, lastOutcome: null };
    await tx
      .update(actProposal)
      .set({ ...anew, sendAskedBy: userId, sendAskedAt: new Date(now.timeMs) })
      .where(eq(actProposal.id, id));
    const details = { voids: voided.join(", ") };
    await recordAct(tx, row, { verb: "send", actor: `user:${userId}`, details });
  });
}
