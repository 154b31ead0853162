import { buildCancel, buildClose, buildUpdateSettings, buildWithdraw } from "@/server/chain/pool/build-admin";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { BuiltTransaction } from "@/server/chain/transaction/assemble";
import type { AdminRedeemer } from "@/server/domain/contract/wanted-act";
import type { TransactionSigner } from "@/server/domain/ports";
import type { Hex, Slot } from "@/server/domain/units";
import type { ExpectedSpend } from "@/server/domain/verifier/expected";
import { runningOf } from "../pool/what-is-expected";
import { signVerified } from "./internal/sign-verified";

export type SignedTransaction = { readonly built: BuiltTransaction; readonly signed: Hex };

/**
 * Builds an act's transaction, verifies the bytes against what the approvers signed, and signs it. `nowSlot` is the
 * newest block's. Throws ServiceError: `bad-input` if a key is missing that must sign, `unavailable` if the bytes
 * differ.
 */
export function buildAct(
  spend: SpendTerms,
  redeemer: AdminRedeemer,
  signers: readonly TransactionSigner[],
  nowSlot: Slot,
): SignedTransaction {
  const built = build(spend, redeemer);
  const running = runningOf(spend, built.txHash, nowSlot);
  const expected: ExpectedSpend = { kind: "spend", ...running, pool: spend.pool.output, redeemer, payouts: [] };
  return { built, signed: signVerified(built, expected, signers) };
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
