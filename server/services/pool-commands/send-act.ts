import { buildDeposit } from "@/server/chain/pool/build-deposit";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import { enterpriseAddress } from "@/server/domain/cardano/address";
import { isSameRef } from "@/server/domain/cardano/out-ref";
import type { Amount } from "@/server/domain/contract/amount";
import type { AdminRedeemer } from "@/server/domain/contract/wanted-act";
import type { ChainSource, TransactionSigner } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../errors";
import { requireCollateral } from "../pool/spend-basis";
import { runningOf } from "../pool/what-is-expected";
import { buildAct } from "./build-act";
import type { FoundPool } from "./find-pool";
import { sendAndWait } from "./internal/send-and-wait";
import { checkDeposit } from "./plan-act";

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
  const signers = [payer, ...others];
  const { built, expected } = buildAct(spend, redeemer, signers, found.tip.slot);
  const state = ledgerOfSpend(spend, found.tip.slot);
  await sendAndWait(source, signers, { built, expected, state }, askAgainMs);
  return built.txHash;
}

/** Adds to the pool from the payer's wallet. The payer is the operator, whose signature is the consent. */
export async function sendDeposit(terms: SendTerms, amount: Amount): Promise<Hex> {
  const { source, found, payer, askAgainMs } = terms;
  checkDeposit(found, amount);
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
  const { pool, script, settings, referenceScripts, rewardsLovelace, chain, tip } = found;
  if (!pool || rewardsLovelace === null) throw new ServiceError("wrong-state", "the pool takes no acts");
  const address = enterpriseAddress(script.networkId, payer.publicKey());
  return {
    pool,
    script,
    prizeAsset: settings.prizeAsset,
    referenceScripts,
    rewardsLovelace,
    collateral: requireCollateral(await source.unspentOutputs(address), address, chain.parameters.collateralPercent),
    chain,
    validFromSlot: null,
    validUntilSlot: tip.slot + Math.floor(LIFETIME_MS / chain.slots.slotLengthMs),
  };
}
