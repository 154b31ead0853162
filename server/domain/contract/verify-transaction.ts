import { hexToBytes } from "@noble/hashes/utils";
import { type DecodedTransaction, decodeTransaction } from "../cardano/decode-transaction";
import { judgeSignature } from "../cardano/ed25519";
import { keyHashOf } from "../cardano/key-hash";
import { showRef } from "../cardano/out-ref";
import type { TxOutput } from "../ports";
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
    judgeSignature(hexToBytes(signature), hexToBytes(txHash), hexToBytes(publicKey)) === "right"
      ? []
      : [`the signature of ${keyHashOf(publicKey)} does not verify`],
  );
}
