import { draftSpend } from "@/server/chain/pool/draft-spend";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { addAmounts } from "@/server/domain/contract/amount";
import { commitBatches } from "@/server/domain/contract/commitment";
import { decodeDatum } from "@/server/domain/contract/datum";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import type { PoolDatum } from "@/server/domain/contract/types";
import { MUTANT_FEE } from "./mutant";
import { IDLE, poolIn } from "./mutant-pool";
import { START_SLOT, somePayouts } from "./pool-fixture";
import { OPERATOR, PRIZE_ASSET } from "./pool-terms";
import { SLOTS } from "./world";

/* A Pay as it should be: of the first of two batches. */

const [first, second] = commitBatches([somePayouts(3, 0, 5n), somePayouts(2, 3)], PRIZE_ASSET);
if (!first || !second) throw new Error("two batches were wanted");
export const FIRST = first;
export const SECOND = second;
export const DEADLINE_MS = slotToMs(SLOTS, START_SLOT + 600);
export const PAYING: PoolDatum = {
  ...IDLE,
  plan: "99".repeat(32),
  status: {
    kind: "paying",
    commitment: FIRST.commitment,
    remaining: addAmounts(FIRST.total, SECOND.total),
    outputs: 5,
    deadlineMs: DEADLINE_MS,
  },
};
export const TERMS = { ...poolIn(PAYING), validFromSlot: null };
export const PAY = payRedeemer(FIRST);
export const VALID = draftSpend(TERMS, {
  redeemer: PAY,
  payouts: FIRST.payouts,
  signatories: [OPERATOR.hash],
})(MUTANT_FEE);
export const AFTER = decodeDatum(VALID.outputs[0]?.inlineDatum ?? "");
