import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import type { Amount } from "@/server/domain/contract/amount";
import type { AdminRedeemer } from "@/server/domain/contract/wanted-act";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { runningOf } from "../pool/what-is-expected";
import { buildAct } from "./build-act";
import type { FoundPool } from "./find-pool";
import { basisOfFound } from "./internal/basis-of-found";
import { judgeAndWait, sendAndWait } from "./internal/send-and-wait";
import { checkDeposit, demandFree, type WhyBusy } from "./plan-act";

const LIFETIME_MS = 30 * 60_000;

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
  const spend = await spendTermsOf(terms);
  const { built, signed } = buildAct(spend, redeemer, [payer, ...others], found.tip.slot);
  await judgeAndWait(source, { ...built, signed, state: ledgerOfSpend(spend, found.tip.slot) }, askAgainMs);
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
  const spend = await spendTermsOf(terms);
  const changeAddress = enterpriseAddress(found.script.networkId, payer.publicKey());
  const wallet = await source.unspentOutputs(changeAddress);
  const funding = wallet.filter(({ ref }) => !isSameRef(ref, spend.collateral.ref));
  const built = buildDeposit(spend, {
    settings: found.settings,
    amount,
    funding,
    changeAddress,
    approvals: [],
  });
  const expected = {
    kind: "deposit",
    ...runningOf(spend, built.txHash, found.tip.slot),
    pool: spend.pool.output,
    redeemer: { kind: "deposit", settings: found.settings, approvals: [] },
    amount,
    funding,
    changeAddress,
  } as const;
  const state = ledgerOfSpend(spend, found.tip.slot, funding);
  await sendAndWait(source, [payer], { built, expected, state }, askAgainMs);
  return built.txHash;
}

async function spendTermsOf({ source, found, payer }: SendTerms): Promise<SpendTerms> {
  const { settings, chain, tip } = found;
  const { pool, basis } = await basisOfFound(source, found, { what: "acts", keyHash: keyHashOf(payer.publicKey()) });
  return {
    ...basis,
    pool,
    prizeAsset: settings.prizeAsset,
    validFromSlot: null,
    validUntilSlot: tip.slot + Math.floor(LIFETIME_MS / chain.slots.slotLengthMs),
  };
}
