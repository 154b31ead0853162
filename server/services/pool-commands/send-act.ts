import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import type { Amount } from "@/server/domain/contract/amount";
import type { AdminRedeemer } from "@/server/domain/contract/wanted-act";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { depositOf } from "../pool/what-is-expected";
import { buildAct } from "./build-act";
import type { FoundPool } from "./find-pool";
import { basisOfFound } from "./internal/basis-of-found";
import { lastSlotFrom } from "./internal/lifetime";
import { sendAndWait, waitUntilLanded } from "./internal/send-and-wait";
import { checkDeposit, demandFree, type WhyBusy } from "./plan-act";

export type SendTerms = {
  readonly source: ChainSource;
  readonly found: FoundPool;
  /** Provides the collateral and pays for a deposit, from its enterprise address. */
  readonly payer: TransactionSigner;
  /** Other keys that may have to sign, such as a new operator's. */
  readonly others?: readonly TransactionSigner[];
  readonly askAgainMs?: number;
};

/** Builds, checks from the bytes, signs, sends, and waits until it is in a block. Returns its id. */
export async function sendAct(terms: SendTerms, redeemer: AdminRedeemer): Promise<Hex> {
  const { source, found, payer, others = [], askAgainMs } = terms;
  const { spend } = await spendTermsOf(terms);
  const { built, signed } = await buildAct(spend, redeemer, [payer, ...others], found.tip.slot);
  await waitUntilLanded(source, { ...built, signed }, askAgainMs);
  return built.txHash;
}

/**
 * Adds to the pool from the payer's wallet. The payer is the operator, whose signature is the consent. Throws
 * ServiceError; `wrong-state` while something else is on its way.
 */
export async function sendDeposit(terms: SendTerms & { readonly whyBusy: WhyBusy }, amount: Amount): Promise<Hex> {
  const { source, found, payer, whyBusy, askAgainMs } = terms;
  checkDeposit(found, amount);
  await demandFree(whyBusy);
  const { spend, wallet, address } = await spendTermsOf(terms);
  const funding = wallet.filter(({ ref }) => !isSameRef(ref, spend.collateral.ref));
  const paid = { settings: found.settings, amount, funding, changeAddress: address };
  const built = buildDeposit(spend, { ...paid, approvals: [] });
  const nowSlot = found.tip.slot;
  const expected = depositOf(spend, { txHash: built.txHash, pool: spend.pool, nowSlot }, paid);
  const state = ledgerOfSpend(spend, nowSlot, funding);
  const beforeSending = () => demandFree(whyBusy);
  await sendAndWait(source, [payer], { built, expected, state, beforeSending }, askAgainMs);
  return built.txHash;
}

/** With what the payer's address holds. */
async function spendTermsOf({ source, found, payer }: SendTerms) {
  const keyHash = keyHashOf(payer.publicKey());
  const { pool, basis, ...held } = await basisOfFound(source, found, { what: "acts", keyHash });
  const { prizeAsset } = found.settings;
  const spend: SpendTerms = { ...basis, pool, prizeAsset, validFromSlot: null, validUntilSlot: lastSlotFrom(found) };
  return { spend, ...held };
}
