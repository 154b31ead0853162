import type { FullPay, PlannedPay } from "@/server/testing/contract/full-pay";
import { draftAtFee, writeSigned } from "@/server/testing/contract/pay-at-fee";
import { emulate, submit } from "@/server/testing/contract/world";

/**
 * By how much a Pay's fee exceeds the ledger's minimum, as a share: half the fee is offered, and the ledger names what
 * it wants. Scalus' ledger prices a reference script without its CBOR head, three bytes less than cardano-ledger's
 * `originalBytes`: some 45 lovelace below the real minimum.
 */
export function feeAboveMinimum(planned: PlannedPay, { built, state }: FullPay): number {
  const signed = writeSigned(draftAtFee(planned, built, built.feeLovelace / 2n));
  const { error } = submit(emulate(state), signed);
  const [, minimum] = /minimum required Coin\((\d+)\)/.exec(error) ?? [];
  if (minimum === undefined) throw new Error(`the ledger names no minimum fee: ${error}`);
  return Number(built.feeLovelace) / Number(minimum) - 1;
}
