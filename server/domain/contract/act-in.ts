import type { DecodedTransaction } from "../cardano/decode-transaction";
import { decodeAct } from "./act-codec";
import type { InitAct, PoolAct } from "./acts";

/** Tag of a redeemer for a withdrawal (Conway CDDL, `redeemer_tag`). */
const REWARD = 3n;

/** What the governor judged in this transaction; null where it had no part (a Pay, an Expire). */
export function actIn({ redeemers }: Pick<DecodedTransaction, "redeemers">): PoolAct | InitAct | null {
  const judged = redeemers.find(({ tag }) => tag === REWARD);
  return judged ? decodeAct(judged.data) : null;
}
