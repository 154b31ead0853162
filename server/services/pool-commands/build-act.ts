import { buildCancel, buildClose, buildUpdateSettings, buildWithdraw } from "@/server/chain/pool/build-admin";
import { expectedBasis, type SpendTerms } from "@/server/chain/pool/spend-terms";
import { type BuiltTransaction, signTransaction } from "@/server/chain/transaction/assemble";
import { verifySpend } from "@/server/domain/contract/verify-transaction";
import type { AdminRedeemer } from "@/server/domain/contract/wanted-act";
import type { TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";
import { witnessesOf } from "./internal/send-and-wait";

export type SignedTransaction = { readonly built: BuiltTransaction; readonly signed: Hex };

/**
 * Builds an act's transaction, signs it, and checks the final bytes against what the approvers signed. Throws
 * ServiceError: `bad-input` if a key is missing that must sign, `unavailable` if the bytes differ.
 */
export function buildAct(
  spend: SpendTerms,
  redeemer: AdminRedeemer,
  signers: readonly TransactionSigner[],
): SignedTransaction {
  const built = build(spend, redeemer);
  const signed = signTransaction(built.cbor, witnessesOf(built, signers));
  const differences = verifySpend(signed, {
    txHash: built.txHash,
    pool: spend.pool,
    redeemer,
    payouts: [],
    prizeAsset: spend.prizeAsset,
    ...expectedBasis(spend),
    signatories: newOperator(redeemer),
  });
  if (differences.length === 0) return { built, signed };
  throw new ServiceError(
    "unavailable",
    `transaction ${built.txHash} is not what was signed for, so it is not sent: ${differences.join("; ")}`,
  );
}

function build(spend: SpendTerms, redeemer: AdminRedeemer): BuiltTransaction {
  switch (redeemer.kind) {
    case "cancel":
      return buildCancel(spend, redeemer);
    case "close":
      return buildClose(spend, redeemer);
    case "withdraw":
      return buildWithdraw(spend, redeemer);
    case "updateSettings":
      return buildUpdateSettings(spend, redeemer);
  }
}

function newOperator(redeemer: AdminRedeemer): Hex[] {
  return redeemer.kind === "updateSettings" && redeemer.change.kind === "setOperator" ? [redeemer.change.operator] : [];
}
