import { ed25519 } from "@noble/curves/ed25519";
import { makeAddress, parseAddress } from "../cardano/address";
import type { DecodedOutput } from "../cardano/decode-output";
import { type DecodedTransaction, decodeTransaction } from "../cardano/decode-transaction";
import { keyHashOf } from "../cardano/key-hash";
import type { PlainOutput } from "../cardano/minimum-output";
import { showRef } from "../cardano/out-ref";
import { type SlotConfig, slotToMs } from "../cardano/slot-clock";
import type { OutRef, TxOutput } from "../ports";
import type { Hex, Lovelace } from "../units";
import { encodeDatum } from "./datum";
import { payoutOutput, poolAssets } from "./pool-assets";
import type { PoolState } from "./read-pool";
import { BURN_REDEEMER, encodeAct, encodeRedeemer } from "./redeemer";
import type { PoolAfter } from "./spend";
import { stateTokenUnit } from "./state-token";
import { nextPool } from "./successor";
import { type Amount, isAct, type Payout, type PoolRedeemer, type PrizeAsset } from "./types";

/** What a spend of the pool should be, from sources of its own: the plan, and the pool as read from the chain. */
export type ExpectedSpend = {
  readonly txHash: Hex;
  readonly pool: PoolState;
  readonly redeemer: PoolRedeemer;
  /** Pay: exactly these outputs, in this order. */
  readonly payouts: readonly Payout[];
  readonly prizeAsset: PrizeAsset | null;
  readonly slots: SlotConfig;
  readonly referenceScripts: { readonly pool: OutRef; readonly governor: OutRef };
  /** The governor's reward address, and all that it holds. */
  readonly governor: { readonly account: string; readonly rewardsLovelace: Lovelace };
  readonly collateral: TxOutput;
  /** Key hashes that the transaction must name as signatories, no others. */
  readonly signatories: readonly Hex[];
};

/**
 * Compares a transaction that has the pool as its only input (all but Deposit and Init) with what it should be,
 * from its final bytes. Every difference in words; empty when there is none. Signatures that are there must be
 * right; whether they are all there is `missingSigners`' to say.
 */
export function verifySpend(cbor: Hex, expected: ExpectedSpend): string[] {
  let found: DecodedTransaction;
  try {
    found = decodeTransaction(cbor);
  } catch (error) {
    return [`the bytes cannot be read: ${(error as Error).message}`];
  }
  return [
    ...differ("transaction id", found.txHash, expected.txHash),
    ...differ("inputs", found.inputs.map(showRef), [showRef(expected.pool.output.ref)]),
    ...checkGovernor(found, expected),
    ...differ("signatories", found.signatories, expected.signatories),
    ...checkNothingElse(found),
    ...checkOutputs(found, expected),
    ...checkCollateral(found, expected.collateral),
    ...checkSignatures(found),
  ];
}

/** Key hashes among `required` whose signature the transaction does not carry. */
export function missingSigners(cbor: Hex, required: readonly Hex[]): Hex[] {
  const present = decodeTransaction(cbor).witnesses.map(({ publicKey }) => keyHashOf(publicKey));
  return required.filter((hash) => !present.includes(hash));
}

function checkNothingElse(found: DecodedTransaction): string[] {
  return [
    ...found.otherFields.map((field) => `the body has field ${field}, which no spend of the pool needs`),
    ...found.otherWitnesses.map((field) => `the witness set has field ${field}, which no spend of the pool needs`),
    ...(found.isMarkedValid ? [] : ["the transaction is marked as failing"]),
    ...(found.hasAuxiliaryData ? ["the transaction carries auxiliary data"] : []),
    ...(found.hasScriptDataHash ? [] : ["the transaction has no script data hash"]),
  ];
}

/** Which scripts run, and with what: the pool's own, for an act the governor's too, and for a Close the policy's. */
function checkGovernor(found: DecodedTransaction, expected: ExpectedSpend): string[] {
  const { redeemer, governor, referenceScripts, pool } = expected;
  const governed = isAct(redeemer);
  const closing = redeemer.kind === "close";
  const scripts = governed ? [referenceScripts.pool, referenceScripts.governor] : [referenceScripts.pool];
  const wanted = [
    `${SPEND}:0:${encodeRedeemer(redeemer)}`,
    ...(closing ? [`${MINT}:0:${BURN_REDEEMER}`] : []),
    ...(governed ? [`${REWARD}:0:${encodeAct(redeemer)}`] : []),
  ];
  const redeemers = found.redeemers.map(({ tag, index, data }) => `${tag}:${index}:${data}`);
  const withdrawals = found.withdrawals.map(({ account, lovelace }) => `${account}: ${lovelace}`);
  const mint = Object.entries(found.mint).map(([unit, quantity]) => `${unit}: ${quantity}`);
  return [
    ...differ("reference inputs", found.referenceInputs.map(showRef).sort(), scripts.map(showRef).sort()),
    ...differ("redeemers", redeemers, wanted),
    ...differ("withdrawals", withdrawals, governed ? [`${governor.account}: ${governor.rewardsLovelace}`] : []),
    ...differ("mint", mint, closing ? [`${stateTokenUnit(pool.policyId)}: -1`] : []),
  ];
}

/** Tags of redeemers (Conway CDDL, `redeemer_tag`). */
const [SPEND, MINT, REWARD] = [0, 1, 3];

function checkOutputs(found: DecodedTransaction, expected: ExpectedSpend): string[] {
  const { pool, prizeAsset, slots, payouts, redeemer } = expected;
  const toMs = (slot: number | null) => (slot === null ? null : slotToMs(slots, slot));
  const successor = nextPool({
    datum: pool.datum,
    policyId: pool.policyId,
    prizeAsset,
    held: pool.held,
    redeemer,
    feeLovelace: found.feeLovelace,
    rewardsLovelace: isAct(redeemer) ? expected.governor.rewardsLovelace : 0n,
    lowerMs: toMs(found.validFromSlot),
    upperMs: toMs(found.validUntilSlot),
    payouts,
  });
  if (!successor.ok) return successor.problems.map((problem) => `the contract would refuse it: ${problem}`);
  const wanted = [
    ...(successor.pool ? [poolOutput(pool, prizeAsset, successor.pool)] : []),
    ...treasuryOutputs(expected, successor.toTreasury),
    ...payouts.map((payout) => plainOutput(payoutOutput(payout, prizeAsset))),
  ];
  const count = differ("number of outputs", found.outputs.length, wanted.length);
  const each = wanted.flatMap((output, i) => {
    const there = found.outputs[i];
    return there ? differ(`output ${i}`, showOutput(there), showOutput(output)) : [];
  });
  return [...count, ...each];
}

function poolOutput(pool: PoolState, prizeAsset: PrizeAsset | null, after: PoolAfter): DecodedOutput {
  return {
    ...plainOutput({ address: pool.output.address, lovelace: after.held.lovelace }),
    assets: poolAssets(pool.policyId, prizeAsset, after.held.tokens),
    inlineDatum: encodeDatum(after.datum),
  };
}

/** The treasury's address: on the network of the pool's, without staking part. */
function treasuryOutputs({ redeemer, pool, prizeAsset }: ExpectedSpend, amount: Amount): DecodedOutput[] {
  if (redeemer.kind !== "withdraw" && redeemer.kind !== "close") return [];
  const own = parseAddress(pool.output.address);
  if ("problem" in own || own.kind !== "enterprise") throw new Error("a pool is at an enterprise address");
  const address = makeAddress(own.networkId, redeemer.settings.treasury, null);
  return [plainOutput(payoutOutput({ address, ...amount }, prizeAsset))];
}

function checkCollateral(found: DecodedTransaction, collateral: TxOutput): string[] {
  const total = found.totalCollateralLovelace ?? collateral.lovelace;
  const back = plainOutput({ address: collateral.address, lovelace: collateral.lovelace - total });
  const returned = found.collateralReturn ? showOutput(found.collateralReturn) : "none";
  return [
    ...differ("collateral", found.collateral.map(showRef), [showRef(collateral.ref)]),
    ...differ("collateral return", returned, showOutput(back)),
  ];
}

function checkSignatures({ txHash, witnesses }: DecodedTransaction): string[] {
  return witnesses.flatMap(({ publicKey, signature }) =>
    ed25519.verify(signature, txHash, publicKey) ? [] : [`the signature of ${keyHashOf(publicKey)} does not verify`],
  );
}

function plainOutput({ address, lovelace, assets = {} }: PlainOutput): DecodedOutput {
  return { address, lovelace, assets, inlineDatum: null, datumHash: null, hasReferenceScript: false };
}

function showOutput(output: DecodedOutput): string {
  const assets = Object.entries(output.assets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, quantity]) => ` + ${quantity} ${unit}`)
    .join("");
  const datum = output.inlineDatum ? ` with datum ${output.inlineDatum}` : "";
  const hash = output.datumHash ? ` with datum hash ${output.datumHash}` : "";
  const script = output.hasReferenceScript ? " with a reference script" : "";
  return `${output.address}: ${output.lovelace}${assets}${datum}${hash}${script}`;
}

function differ<T>(what: string, found: T, wanted: T): string[] {
  const [a, b] = [show(found), show(wanted)];
  return a === b ? [] : [`${what}: is ${a}, should be ${b}`];
}

function show(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
}
