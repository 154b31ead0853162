import { withTransaction } from "@/db/transaction";
import { isAlive } from "@/server/domain/contract/act-fate";
import type { GivenSignature } from "@/server/domain/contract/given-signature";
import type { Hex } from "@/server/domain/units";
import { readGivenSignature, viaOf } from "../approval/given-signature";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { holdScan } from "../hold-chain";
import { requireRight } from "../people/require-right";
import { requirePool } from "../pool/load-pool";
import { missingOf } from "../pool-commands/plan-act";
import { lockAct } from "./internal/act-rows";
import { actSignatures, countedOf, storeActSignature } from "./internal/act-signatures";
import { askedOf } from "./internal/asked";
import { fateOf } from "./internal/fates";
import { recordAct } from "./internal/record-act";

export type SignedActResult = { readonly approvals: number; readonly threshold: number; readonly isComplete: boolean };

/**
 * Takes a signature over an act's text: an approver's, or a new key's consent. It proves itself, so whoever administers
 * the pool may bring it. Adding it again changes nothing. Throws ServiceError: `bad-input` for one that the ledger
 * would refuse, `not-allowed` for a key that has no say, `wrong-state` once the act has ended.
 */
export async function signAct(
  { db }: Pick<Context, "db">,
  input: { readonly id: number; readonly publicKey: Hex; readonly given: GivenSignature; readonly userId: string },
): Promise<SignedActResult> {
  const { id, publicKey, given, userId } = input;
  return withTransaction(db, async (tx) => {
    const now = await holdScan(tx);
    const row = await lockAct(tx, id);
    await requireRight(tx, { userId, action: "pool.administer", what: "signing an act" });
    const pool = await requirePool(tx);
    if (row.withdrawnAt !== null) throw new ServiceError("wrong-state", "the act was withdrawn: propose it anew");
    const fate = await fateOf(tx, row, { pool, height: now.height });
    if (!isAlive(fate)) throw new ServiceError("wrong-state", "the act has ended: a signature of it has no effect now");
    const { publicKey: signer, envelope } = readGivenSignature(given, row.text, publicKey);
    if (signer !== publicKey) throw new ServiceError("bad-input", `the signature is of ${signer}, not of ${publicKey}`);
    const asked = askedOf(row, pool);
    if (!asked.all.includes(publicKey)) {
      throw new ServiceError("not-allowed", `${publicKey} is neither an approver's key nor the new key: it has no say`);
    }
    const via = viaOf(given);
    const isNew = await storeActSignature(tx, { text: row.text, publicKey, envelope, via, userId });
    const counted = countedOf(await actSignatures(tx, [row.text]), asked.all);
    const approvals = asked.approvers.filter((key) => counted.has(key)).length;
    const { threshold } = asked;
    if (isNew) {
      const details = { publicKey, via, approvals, threshold };
      await recordAct(tx, row, { verb: "sign", actor: `user:${userId}`, details });
    }
    return { approvals, threshold, isComplete: missingOf(asked, [...counted.keys()]).length === 0 };
  });
}
