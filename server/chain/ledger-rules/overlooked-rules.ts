import { addressToBytes, parseAddressBytes } from "@/server/domain/cardano/address";
import { requiredCollateral } from "@/server/domain/cardano/collateral";
import type { DecodedTransaction } from "@/server/domain/cardano/decode-transaction";
import { isSameRef, showRef } from "@/server/domain/cardano/out-ref";
import type { OutRef, TxOutput } from "@/server/domain/ports";
import { unless } from "@/server/domain/problems";
import type { Hex } from "@/server/domain/units";
import { minimumFee } from "../transaction/fee";
import { referenceScriptBytes } from "../transaction/script";
import type { LedgerState } from "./ledger-state";

/*
 * Rules of phase 1 that cquisitor-lib 0.1.0-beta.37 does not check, or checks inexactly. For each there is a
 * transaction that it passes and the ledger refuses (validate-ledger-rules.chain.test.ts).
 */

/**
 * Outputs that the transaction names and the state does not hold. Without them nothing else can be judged.
 */
export function unknownOutputs(found: DecodedTransaction, { outputs }: LedgerState): string[] {
  const named = [...found.inputs, ...found.referenceInputs, ...found.collateral];
  return named
    .filter((ref) => outputOf(outputs, ref) === null)
    .map((ref) => `the output ${showRef(ref)} is not known to be unspent`);
}

/** `sizeBytes` is that of the signed transaction. */
export function overlookedProblems(found: DecodedTransaction, sizeBytes: number, state: LedgerState): string[] {
  const { validUntilSlot, isMarkedValid } = found;
  const { nowSlot } = state;
  return [
    ...checkFee(found, sizeBytes, state),
    ...checkCollateral(found, state),
    ...checkNetwork(found, state),
    // The library still accepts the first slot in which the transaction is no longer valid.
    ...unless(
      validUntilSlot === null || nowSlot < validUntilSlot,
      `it could land only before slot ${validUntilSlot}; the chain is at ${nowSlot}`,
    ),
    ...unless(isMarkedValid, "it is marked as failing, and would cost its collateral"),
    ...checkNothingElse(found),
  ];
}

/** Key of the certificates in a transaction's body (Conway CDDL): a deployment opens the governor's account. */
const CERTIFICATES_FIELD = 4n;

/**
 * What no transaction of ours has, pools' deposits and deployments included: libraries judge some of it otherwise than
 * the ledger does (`current_treasury_value`, 21, is one), and none of it is needed.
 */
function checkNothingElse({ otherFields, otherWitnesses, hasAuxiliaryData }: DecodedTransaction): string[] {
  return [
    ...otherFields
      .filter((field) => field !== CERTIFICATES_FIELD)
      .map((field) => `it has field ${field} in its body, which nothing of ours has`),
    ...otherWitnesses.map((field) => `it has field ${field} in its witness set, which nothing of ours has`),
    ...unless(!hasAuxiliaryData, "it carries auxiliary data, which nothing of ours does"),
  ];
}

/** The library's minimum lacks the reference scripts; ours is exact (fee.ts), and scalus' ledger agrees with it. */
function checkFee(found: DecodedTransaction, sizeBytes: number, { outputs, scripts, chain }: LedgerState): string[] {
  const units = found.redeemers.reduce((sum, { mem, steps }) => ({ mem: sum.mem + mem, steps: sum.steps + steps }), {
    mem: 0n,
    steps: 0n,
  });
  const named = [...found.inputs, ...found.referenceInputs].flatMap((ref) => outputOf(outputs, ref) ?? []);
  const scriptBytes = referenceScriptBytes(named, scripts);
  const minimum = minimumFee(chain.parameters, sizeBytes, units, scriptBytes);
  return unless(
    found.feeLovelace >= minimum,
    `the fee is ${found.feeLovelace}; the ledger takes no less than ${minimum}`,
  );
}

/** The library rounds the required collateral down. */
function checkCollateral(found: DecodedTransaction, { outputs, chain }: LedgerState): string[] {
  if (found.redeemers.length === 0) return [];
  const offered = found.collateral.reduce((sum, ref) => sum + (outputOf(outputs, ref)?.lovelace ?? 0n), 0n);
  const atStake = offered - (found.collateralReturn?.lovelace ?? 0n);
  const { collateralPercent } = chain.parameters;
  return unless(
    atStake >= requiredCollateral(found.feeLovelace, collateralPercent),
    `the collateral is ${atStake}; ${collateralPercent} % of the fee ${found.feeLovelace} are wanted`,
  );
}

/** The library does not check the networks of addresses. */
function checkNetwork(found: DecodedTransaction, { networkId }: LedgerState): string[] {
  const outputs = [...found.outputs, ...(found.collateralReturn ? [found.collateralReturn] : [])];
  const addresses = [...outputs.map(({ address }) => address), ...found.withdrawals.map(({ account }) => account)];
  return addresses
    .filter((address) => networkOf(address) !== networkId)
    .map((address) => `${address} is of another network`);
}

function networkOf(address: Hex): number | null {
  const parsed = parseAddressBytes(addressToBytes(address));
  return "problem" in parsed || parsed.kind === "byron" ? null : parsed.networkId;
}

function outputOf(outputs: readonly TxOutput[], wanted: OutRef): TxOutput | null {
  return outputs.find(({ ref }) => isSameRef(ref, wanted)) ?? null;
}
