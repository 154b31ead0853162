import { buildCancel, buildClose, buildUpdateSettings, buildWithdraw } from "@/server/chain/pool/build-admin";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { BuiltTransaction } from "@/server/chain/transaction/assemble";
import type { AdminRedeemer } from "@/server/domain/contract/wanted-act";
import type { TransactionSigner } from "@/server/domain/ports";
import type { Hex, Slot } from "@/server/domain/units";
import { demandAccepted } from "../pool/demand-accepted";
import { spendOf } from "../pool/what-is-expected";
import { signVerified } from "./internal/sign-verified";

export type SignedTransaction = { readonly built: BuiltTransaction; readonly signed: Hex };

/**
 * Builds an act's transaction, verifies the bytes against what the approvers signed, signs it, and has it judged by the
 * ledger's rules. `nowSlot` is the newest block's. Throws ServiceError: `bad-input` if a key is missing that must sign,
 * `unavailable` if the bytes differ or the ledger would refuse them.
 */
export async function buildAct(
  spend: SpendTerms,
  redeemer: AdminRedeemer,
  signers: readonly TransactionSigner[],
  nowSlot: Slot,
): Promise<SignedTransaction> {
  const built = build(spend, redeemer);
  const { txHash } = built;
  const expected = spendOf(spend, { txHash, pool: spend.pool, nowSlot }, { redeemer, payouts: [] });
  const signed = signVerified(built, expected, signers);
  await demandAccepted(txHash, signed, ledgerOfSpend(spend, nowSlot));
  return { built, signed };
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
