import { buildPay } from "@/server/chain/pool/build-pay";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import { commitBatches } from "@/server/domain/contract/commitment";
import { type Clock, idleDatum, LARGE_ASSET, spendTerms } from "./largest-terms";
import type { Mutation } from "./mutant";
import { draftAtFee, writeSigned } from "./pay-at-fee";
import { somePayouts } from "./pool-fixture";
import type { Largest } from "./sign-largest";

export const PREPROD: Clock = {
  slots: { zeroTimeMs: 1_655_769_600_000, zeroSlot: 86_400, slotLengthMs: 1000 },
  nowSlot: 100_000_000,
};

/** A Pay of three in exact bytes, and what changes it by one thing. */
export function smallPay(clock: Clock) {
  const [batch] = commitBatches([somePayouts(3, 0, 5n), somePayouts(2)], LARGE_ASSET);
  if (!batch) throw new Error("a batch was wanted");
  const deadlineMs = slotToMs(clock.slots, clock.nowSlot + 600);
  const remaining = { lovelace: 9_000_000_000n, tokens: 100n };
  const status = { kind: "paying", commitment: batch.commitment, remaining, outputs: 5, deadlineMs } as const;
  const terms = { ...spendTerms(clock, { ...idleDatum(clock), status }), validFromSlot: null };
  const built = buildPay(terms, batch);
  const exact = draftAtFee({ terms, batch }, built, built.feeLovelace);
  return { built, exact, state: ledgerOfSpend(terms, clock.nowSlot) };
}

export function payWith(clock: Clock, mutate: Mutation = (draft) => draft): Pick<Largest, "signed" | "state"> {
  const { exact, state } = smallPay(clock);
  return { signed: writeSigned(mutate(exact)), state };
}
