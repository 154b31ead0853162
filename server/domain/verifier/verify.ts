import type { SlotConfig } from "../cardano/slot-clock";
import type { TxOutput } from "../ports";
import type { Hex } from "../units";
import { compare, differ } from "./compare";
import { checkCollateral, checkLeastFee, checkScriptDataHash, checkValidity } from "./costs";
import type { Expected } from "./expected";
import { deployersIn } from "./own-wallet";
import { type Found, readTransaction } from "./read-transaction";
import { keyHash } from "./signatures";
import { wantCollateral } from "./want-collateral";
import { wantInit, wantScripts } from "./want-deployment";
import { wantDeposit } from "./want-deposit";
import { wantSpend } from "./want-spend";
import type { Wanted } from "./wanted";

/*
 * The independent verifier of final bytes (ARCHITECTURE.md, "Decisions"): what a transaction of ours must be, computed
 * from the chain and from what people approved, by code that shares only types with whatever builds it.
 */

/**
 * Every difference between the bytes and what they should be, in words; empty when there is none. Fee, collateral and
 * validity are bounded, all else is exact. `signed`: whether all signatures must be there; those that are there must be
 * right either way. Bytes that cannot be read are a difference, never an exception.
 */
export function verifyTransaction(cbor: Hex, expected: Expected, { signed }: { readonly signed: boolean }): string[] {
  const found = orProblem("the bytes cannot be read", () => readTransaction(cbor));
  if ("problem" in found) return [found.problem];
  const differences = orProblem("it cannot be as it was approved", () => compareAll(found, expected, signed));
  return "problem" in differences ? [differences.problem] : differences;
}

function compareAll(found: Found, expected: Expected, signed: boolean): string[] {
  const wanted = want(found, expected);
  return [
    ...differ("transaction id", found.txHash, expected.txHash),
    ...checkValidity(found, expected),
    ...wanted.problems,
    ...compare(found, wanted),
    ...checkLeastFee(found, wanted, expected),
    ...checkCollateral(found, atStake(expected), expected),
    ...checkScriptDataHash(found, expected),
    ...(signed ? missing(found, wanted) : []),
  ];
}

function want(found: Found, expected: Expected): Wanted {
  const { fee, fromSlot, untilSlot } = found;
  const at = (slot: bigint) => slotMs(expected.slots, slot);
  const time = { fee, lower: fromSlot === null ? null : at(fromSlot), upper: at(untilSlot ?? 1n << 62n) };
  switch (expected.kind) {
    case "spend":
      return wantSpend(expected, time);
    case "deposit":
      return wantDeposit(expected, found, time);
    case "init":
      return wantInit(expected, found, time);
    case "scripts":
      return wantScripts(expected, found, time);
    case "collateral":
      return wantCollateral(expected, found, fee);
  }
}

/** What stands behind the scripts that it runs; null if it runs none. */
function atStake(expected: Expected): TxOutput | null {
  if (expected.kind === "init") return deployersIn(expected).collateral;
  return "collateral" in expected ? expected.collateral : null;
}

/** First millisecond of a slot. */
function slotMs({ zeroTimeMs, zeroSlot, slotLengthMs }: SlotConfig, slot: bigint): bigint {
  return BigInt(zeroTimeMs) + (slot - BigInt(zeroSlot)) * BigInt(slotLengthMs);
}

function missing({ witnesses }: Found, { signers }: Wanted): string[] {
  const present = witnesses.map(({ key }) => keyHash(key));
  return signers.filter((hash) => !present.includes(hash)).map((hash) => `the signature of ${hash} is missing`);
}

function orProblem<T extends object>(what: string, make: () => T): T | { readonly problem: string } {
  try {
    return make();
  } catch (error) {
    return { problem: `${what}: ${error instanceof Error ? error.message : error}` };
  }
}
