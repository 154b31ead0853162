import { bytesToHex } from "@noble/hashes/utils";
import { draftSpend } from "@/server/chain/pool/draft-spend";
import { type BuiltTransaction, signTransaction } from "@/server/chain/transaction/assemble";
import type { TransactionDraft } from "@/server/chain/transaction/draft";
import { writeTransaction } from "@/server/chain/transaction/write-transaction";
import { payRedeemer } from "@/server/domain/contract/redeemer";
import { blake2b256 } from "@/server/domain/hash";
import { ceilDivide } from "@/server/domain/integers";
import type { Hex, Lovelace } from "@/server/domain/units";
import type { PlannedPay } from "./full-pay";
import { signHash } from "./keys";
import { OPERATOR } from "./pool-terms";
import { PARAMETERS } from "./world";

/** The draft of a built Pay at another fee: all else, its collateral and its units included, stays. */
export function draftAtFee(
  { terms, batch }: PlannedPay,
  built: BuiltTransaction,
  feeLovelace: Lovelace,
): TransactionDraft {
  const parts = { redeemer: payRedeemer(batch), payouts: batch.payouts, signatories: [OPERATOR.hash] };
  const draft = draftSpend(terms, parts)(feeLovelace);
  const percent = BigInt(PARAMETERS.collateralPercent);
  return {
    ...draft,
    collateral: { output: terms.collateral, totalLovelace: ceilDivide(built.feeLovelace * percent, 100n) },
    redeemers: draft.redeemers.map((redeemer) => ({ ...redeemer, units: built.units })),
  };
}

/** Signed by the operator alone. */
export function writeSigned(draft: TransactionDraft, costModels = PARAMETERS.costModels): Hex {
  const transaction = writeTransaction(draft, costModels);
  const txHash = bytesToHex(blake2b256(transaction.body().to_cbor_bytes()));
  return signTransaction(transaction.to_cbor_hex(), [signHash(OPERATOR, txHash)]);
}
