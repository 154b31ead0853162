import { hexToBytes } from "@noble/hashes/utils";
import { type DecodedTransaction, decodeTransaction } from "../cardano/decode-transaction";
import { judgeSignature } from "../cardano/ed25519";
import { keyHashOf } from "../cardano/key-hash";
import { leastFee } from "../cardano/least-fee";
import { showRef } from "../cardano/out-ref";
import { scriptDataHash } from "../cardano/script-data-hash";
import { ceilDivide } from "../integers";
import { unless } from "../problems";
import type { Hex } from "../units";
import { encodeAct } from "./act-codec";
import { isAct } from "./acts";
import { checkOutputs, plainOutput } from "./check-outputs";
import { differ, showOutput } from "./differ";
import type { ExpectedSpend } from "./expected-spend";
import { BURN_REDEEMER, encodeRedeemer } from "./redeemer";
import { stateTokenUnit } from "./state-token";

/**
 * Compares a transaction that has the pool as its only input (all but Deposit and Init) with what it should
 * be, from its final bytes. Every difference in words; empty when there is none. Signatures that are present
 * must be right; `missingSigners` tells which are absent.
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
    ...checkFee(found, cbor.length / 2, expected),
    ...checkCollateral(found, expected),
    ...checkScriptDataHash(found, expected),
    ...checkSignatures(found),
  ];
}

/** Key hashes among `required` whose signature the transaction does not carry. */
export function missingSigners(cbor: Hex, required: readonly Hex[]): Hex[] {
  const present = decodeTransaction(cbor).witnesses.map(({ publicKey }) => keyHashOf(publicKey));
  return required.filter((hash) => !present.includes(hash));
}

export function checkNothingElse(found: DecodedTransaction): string[] {
  return [
    ...found.otherFields.map((field) => `the body has field ${field}, which no spend of the pool needs`),
    ...found.otherWitnesses.map((field) => `the witness set has field ${field}, which no spend of the pool needs`),
    ...(found.isMarkedValid ? [] : ["the transaction is marked as failing"]),
    ...(found.hasAuxiliaryData ? ["the transaction carries auxiliary data"] : []),
    ...found.emptyFields.map((field) => `field ${field} stands there with nothing in it`),
  ];
}

/** What the fee may be above the ledger's least, for signatures that are still to come. */
const FEE_MARGIN_LOVELACE = 10_000n;

export function checkFee(
  found: DecodedTransaction,
  sizeBytes: number,
  expected: Pick<ExpectedSpend, "redeemer" | "referenceScripts" | "parameters">,
): string[] {
  const { pool, governor } = expected.referenceScripts;
  const referenceScriptBytes = pool.sizeBytes + (isAct(expected.redeemer) ? governor.sizeBytes : 0);
  const mem = found.redeemers.reduce((sum, redeemer) => sum + redeemer.mem, 0n);
  const steps = found.redeemers.reduce((sum, redeemer) => sum + redeemer.steps, 0n);
  const least = leastFee(expected.parameters, { sizeBytes, mem, steps, referenceScriptBytes });
  const most = least + FEE_MARGIN_LOVELACE;
  const { feeLovelace } = found;
  return unless(feeLovelace >= least && feeLovelace <= most, `fee: is ${feeLovelace}, should be ${least} to ${most}`);
}

/** The hash covers the redeemers' bytes and the costs of the machine that runs the scripts. */
export function checkScriptDataHash(
  { scriptDataHash: found, redeemerBytes }: DecodedTransaction,
  expected: Pick<ExpectedSpend, "parameters">,
): string[] {
  if (redeemerBytes === null) return ["the transaction has no redeemers"];
  return differ("script data hash", found, scriptDataHash(redeemerBytes, expected.parameters.costModels.PlutusV3));
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
    ...differ(
      "reference inputs",
      found.referenceInputs.map(showRef).sort(),
      scripts.map(({ ref }) => showRef(ref)).sort(),
    ),
    ...differ("redeemers", redeemers, wanted),
    ...differ("withdrawals", withdrawals, governed ? [`${governor.account}: ${governor.rewardsLovelace}`] : []),
    ...differ("mint", mint, closing ? [`${stateTokenUnit(pool.policyId)}: -1`] : []),
  ];
}

/** Tags of redeemers (Conway CDDL, `redeemer_tag`). */
export const [SPEND, MINT, REWARD] = [0, 1, 3];

/** Exactly what the percentage of the fee wants is at stake; the rest comes back. */
export function checkCollateral(
  found: DecodedTransaction,
  { collateral, parameters }: Pick<ExpectedSpend, "collateral" | "parameters">,
): string[] {
  const total = ceilDivide(found.feeLovelace * BigInt(parameters.collateralPercent), 100n);
  const back = plainOutput({ address: collateral.address, lovelace: collateral.lovelace - total });
  const returned = found.collateralReturn ? showOutput(found.collateralReturn) : "none";
  return [
    ...differ("total collateral", found.totalCollateralLovelace, total),
    ...differ("collateral", found.collateral.map(showRef), [showRef(collateral.ref)]),
    ...differ("collateral return", returned, showOutput(back)),
  ];
}

export function checkSignatures({ txHash, witnesses }: DecodedTransaction): string[] {
  return witnesses.flatMap(({ publicKey, signature }) =>
    judgeSignature(hexToBytes(signature), hexToBytes(txHash), hexToBytes(publicKey)) === "right"
      ? []
      : [`the signature of ${keyHashOf(publicKey)} does not verify`],
  );
}
