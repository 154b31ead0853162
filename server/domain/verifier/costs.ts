import { bytesToHex, hexToBytes } from "@noble/hashes/utils";
import { blake2b256 } from "../hash";
import type { TxOutput } from "../ports";
import { unless } from "../problems";
import type { Hex } from "../units";
import { addressHex } from "./addresses";
import { differ, differOutput } from "./compare";
import { head } from "./data";
import type { OnChain } from "./expected";
import { leastFee } from "./least-fee";
import type { Found } from "./read-transaction";
import { showRef, type Wanted } from "./wanted";

/* Fee, collateral, the hash of what runs, and when it can land: bounded by the ledger's own rules. */

/** What a fee may be above the least: some twenty bytes, for another way to write a signature's frame. */
const FEE_MARGIN_LOVELACE = 1_000n;
/** `[key, signature]`; and once for all of them the key of their map, the tag of a set and the head of a list. */
const [SIGNATURE_BYTES, FRAME_BYTES] = [101, 5];

/** Between the least for its size with all signatures and a little more. */
export function checkLeastFee(found: Found, wanted: Wanted, { parameters }: OnChain): string[] {
  const missing = wanted.signers.length - found.witnesses.length;
  const frame = found.witnesses.length === 0 ? FRAME_BYTES : 0;
  const least = leastFee(parameters, {
    sizeBytes: found.sizeBytes + frame + Math.max(0, missing) * SIGNATURE_BYTES,
    mem: found.redeemers.reduce((sum, { mem }) => sum + mem, 0n),
    steps: found.redeemers.reduce((sum, { steps }) => sum + steps, 0n),
    referenceScriptBytes: wanted.referenceBytes,
  });
  const most = least + FEE_MARGIN_LOVELACE;
  return unless(found.fee >= least && found.fee <= most, `fee: is ${found.fee}, should be ${least} to ${most}`);
}

/** Exactly what the percentage of the fee wants is at stake, and the rest comes back to where it was. */
export function checkCollateral(found: Found, collateral: TxOutput | null, { parameters }: OnChain): string[] {
  const { collateralReturn } = found;
  if (!collateral) {
    const isNone = found.collateral.length === 0 && !collateralReturn && found.totalCollateral === null;
    return unless(isNone, "it has collateral, and runs no script");
  }
  const total = (found.fee * BigInt(parameters.collateralPercent) + 99n) / 100n;
  const back = {
    what: "collateral return",
    address: addressHex(collateral.address),
    lovelace: collateral.lovelace - total,
    assets: new Map(Object.entries(collateral.assets)),
    datum: null,
    scriptHash: null,
  };
  return [
    ...differ("collateral", found.collateral.join(), showRef(collateral.ref)),
    ...differ("total collateral", found.totalCollateral ?? "none", total),
    ...(collateralReturn ? differOutput(back.what, collateralReturn, back) : ["collateral return: is none"]),
  ];
}

/** Over the redeemers' bytes and the costs of Plutus V3 (ledger: hashScriptIntegrity, language 2, no datums). */
export function checkScriptDataHash({ redeemerBytes, scriptDataHash }: Found, { parameters }: OnChain): string[] {
  if (redeemerBytes === null) return differ("script data hash", scriptDataHash ?? "none", "none");
  const model = parameters.costModels.PlutusV3;
  const costs = model.map((cost) => (cost < 0 ? head(1, BigInt(-1 - cost)) : head(0, BigInt(cost))));
  const covered: Hex = `${redeemerBytes}a102${head(4, BigInt(model.length))}${costs.join("")}`;
  return differ("script data hash", scriptDataHash ?? "none", bytesToHex(blake2b256(hexToBytes(covered))));
}

/** A transaction lands as long after it is built, unless it has to be carried to somebody who signs it. */
const LONGEST_MS = 30 * 60_000;

/** It can land from now on, and no longer than it may. */
export function checkValidity(
  { fromSlot, untilSlot }: Found,
  { nowSlot, slots, longestMs = LONGEST_MS }: OnChain,
): string[] {
  const now = BigInt(nowSlot);
  const longest = BigInt(Math.floor(longestMs / slots.slotLengthMs)) + 1n;
  if (untilSlot === null) return ["it has no end of its validity"];
  const begins = fromSlot ?? now;
  const minutes = longestMs / 60_000;
  return [
    ...unless(untilSlot > now, `it can land before slot ${untilSlot}, and that is over`),
    ...unless(untilSlot <= now + longest, `it can land until slot ${untilSlot}, more than ${minutes} minutes from now`),
    ...unless(begins <= now, `it cannot land before slot ${begins}, and now is ${now}`),
    ...unless(
      begins >= now - longest,
      `it says that it could land since slot ${begins}, more than ${minutes} minutes ago`,
    ),
  ];
}
