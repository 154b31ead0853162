import { parseAddress } from "../cardano/address";
import { type DecodedTransaction, decodeTransaction } from "../cardano/decode-transaction";
import { keyHashOf } from "../cardano/key-hash";
import type { LedgerOutput } from "../cardano/ledger-output";
import { compareRefs, isSameRef, showRef } from "../cardano/out-ref";
import { slotToMs } from "../cardano/slot-clock";
import type { TxOutput } from "../ports";
import { unless } from "../problems";
import type { AssetUnit, Hex, Slot } from "../units";
import { encodeAct } from "./act-codec";
import type { DepositRedeemer } from "./acts";
import type { Amount } from "./amount";
import { plainOutput } from "./check-outputs";
import { encodeDatum } from "./datum";
import { differ, showOutput } from "./differ";
import type { ExpectedSpend } from "./expected-spend";
import { poolAssets, prizeAssetUnit } from "./pool-assets";
import { encodeRedeemer } from "./redeemer";
import { nextPool } from "./successor";
import type { Settings } from "./types";
import {
  checkCollateral,
  checkFee,
  checkNothingElse,
  checkScriptDataHash,
  checkSignatures,
  REWARD,
  SPEND,
} from "./verify-transaction";

/** What a deposit that the operator signs should be. The chain shows all of it but the amount. */
export type ExpectedDeposit = Omit<ExpectedSpend, "txHash" | "redeemer" | "payouts" | "signatories"> & {
  readonly settings: Settings;
  readonly amount: Amount;
  /** Outputs of the depositor's that are unspent now: the transaction may spend these beside the pool. */
  readonly wallet: readonly TxOutput[];
  /** Where the depositor's change may go. */
  readonly changeAddresses: readonly string[];
  /** The last slot that it may be valid in. */
  readonly latestSlot: Slot;
};

/**
 * Compares the bytes of a deposit with what the operator may sign: the depositor's outputs go in, the pool gets exactly
 * the amount (and the governor's rewards), the depositor gets all the rest, and nothing else happens. Signatures may be
 * missing; those that are there must be right. Every difference in words; empty when there is none.
 */
export function verifyDeposit(cbor: Hex, expected: ExpectedDeposit): string[] {
  let found: DecodedTransaction;
  try {
    found = decodeTransaction(cbor);
  } catch (error) {
    return [`the bytes cannot be read: ${(error as Error).message}`];
  }
  const redeemer = { kind: "deposit", settings: expected.settings, approvals: [] } as const;
  const { operator } = expected.pool.datum;
  const spent = spentOf(found, expected);
  const owners = spent.flatMap(ownerOf);
  return [
    ...checkInputs(found, expected, spent),
    ...checkScripts(found, expected, redeemer),
    ...differ("signatories", found.signatories, [operator]),
    ...checkNothingElse(found),
    ...checkTime(found, expected),
    ...checkMoney(found, expected, { redeemer, spent }),
    ...checkFee(found, cbor.length / 2 + missingBytes(found, [...owners, operator]), { ...expected, redeemer }),
    ...checkCollateral(found, expected),
    ...checkScriptDataHash(found, expected),
    ...checkSignatures(found),
    ...checkSigners(found, [...owners, operator]),
  ];
}

/** What a deposit adds to the pool, by its bytes: all that its first output holds more. Null where it has none. */
export function addedBy(cbor: Hex, { pool, prizeAsset, governor }: ExpectedDepositBasis): Amount | null {
  const [first] = decodeTransaction(cbor).outputs;
  if (!first) return null;
  const tokens = prizeAsset ? (first.assets[prizeAssetUnit(prizeAsset)] ?? 0n) : 0n;
  return {
    lovelace: first.lovelace - pool.held.lovelace - governor.rewardsLovelace,
    tokens: tokens - pool.held.tokens,
  };
}
type ExpectedDepositBasis = Pick<ExpectedDeposit, "pool" | "prizeAsset" | "governor">;

/** The key that an output of a wallet is spent by; none of a script's. */
export function ownerOf({ address }: Pick<TxOutput, "address">): Hex[] {
  const parsed = parseAddress(address);
  const isKeys = !("problem" in parsed) && (parsed.kind === "base" || parsed.kind === "enterprise");
  return isKeys && parsed.payment.kind === "key" ? [parsed.payment.hash] : [];
}

function spentOf(found: DecodedTransaction, { pool, wallet }: ExpectedDeposit): TxOutput[] {
  const others = found.inputs.filter((ref) => !isSameRef(ref, pool.output.ref));
  return others.flatMap((ref) => wallet.filter((output) => isSameRef(output.ref, ref)).slice(0, 1));
}

function checkInputs(found: DecodedTransaction, expected: ExpectedDeposit, spent: readonly TxOutput[]): string[] {
  const { pool, collateral } = expected;
  const { operator } = pool.datum;
  const known = [pool.output.ref, ...spent.map(({ ref }) => ref)];
  const strange = found.inputs.filter((ref) => !known.some((other) => isSameRef(other, ref)));
  const twice = found.inputs.filter((ref, i) => found.inputs.findIndex((other) => isSameRef(other, ref)) !== i);
  return [
    ...unless(
      found.inputs.some((ref) => isSameRef(ref, pool.output.ref)),
      `it does not spend the pool as it stands, ${showRef(pool.output.ref)}`,
    ),
    ...unless(spent.length > 0, "it spends nothing of the depositor's"),
    ...strange.map((ref) => `it spends ${showRef(ref)}, which is no unspent output of the depositor's`),
    ...twice.map((ref) => `it names ${showRef(ref)} twice`),
    ...spent.flatMap((output) => {
      const [owner] = ownerOf(output);
      const what = `it spends ${showRef(output.ref)}`;
      return [
        ...unless(owner !== undefined, `${what}, which is a script's`),
        ...unless(owner !== operator && !isSameRef(output.ref, collateral.ref), `${what}, which is the operator's`),
        ...unless(output.referenceScriptHash === null, `${what}, which holds a script`),
        ...unless(output.inlineDatum === null && output.datumHash === null, `${what}, which holds a datum`),
      ];
    }),
  ];
}

/** The pool's own script lets the governor judge, which judges a deposit that the operator consents to. */
function checkScripts(
  found: DecodedTransaction,
  { pool, referenceScripts, governor }: ExpectedDeposit,
  redeemer: DepositRedeemer,
): string[] {
  const order = [...found.inputs].sort(compareRefs);
  const place = order.findIndex((ref) => isSameRef(ref, pool.output.ref));
  const wanted = [`${SPEND}:${place}:${encodeRedeemer(redeemer)}`, `${REWARD}:0:${encodeAct(redeemer)}`];
  const scripts = [referenceScripts.pool, referenceScripts.governor].map(({ ref }) => showRef(ref)).sort();
  return [
    ...differ("reference inputs", found.referenceInputs.map(showRef).sort(), scripts),
    ...differ(
      "redeemers",
      found.redeemers.map(({ tag, index, data }) => `${tag}:${index}:${data}`),
      wanted,
    ),
    ...differ(
      "withdrawals",
      found.withdrawals.map(({ account, lovelace }) => `${account}: ${lovelace}`),
      [`${governor.account}: ${governor.rewardsLovelace}`],
    ),
    ...differ("mint", Object.keys(found.mint), []),
  ];
}

function checkTime({ validUntilSlot, validFromSlot }: DecodedTransaction, { latestSlot }: ExpectedDeposit): string[] {
  const inTime = validUntilSlot !== null && validUntilSlot <= latestSlot;
  return [
    ...unless(inTime, `it is valid until slot ${validUntilSlot}, and should end by ${latestSlot}`),
    ...unless(validFromSlot === null || validFromSlot <= latestSlot, `it is valid only from slot ${validFromSlot}`),
  ];
}

type Moved = { readonly redeemer: DepositRedeemer; readonly spent: readonly TxOutput[] };

function checkMoney(found: DecodedTransaction, expected: ExpectedDeposit, { redeemer, spent }: Moved): string[] {
  const { pool, prizeAsset, slots, governor, amount, changeAddresses } = expected;
  const successor = nextPool({
    datum: pool.datum,
    policyId: pool.policyId,
    prizeAsset,
    held: pool.held,
    // Whether the operator signs is no question of the pool's rules.
    redeemer,
    feeLovelace: found.feeLovelace,
    rewardsLovelace: governor.rewardsLovelace,
    lowerMs: null,
    upperMs: found.validUntilSlot === null ? null : slotToMs(slots, found.validUntilSlot),
    deposit: amount,
  });
  if (!successor.ok) return successor.problems.map((problem) => `the contract would refuse it: ${problem}`);
  if (!successor.pool) return ["it leaves no pool"];
  const { held, datum } = successor.pool;
  const [first, change, ...others] = found.outputs;
  const poolAfter: LedgerOutput = {
    ...plainOutput({ address: pool.output.address, lovelace: held.lovelace }),
    assets: poolAssets(pool.policyId, prizeAsset, held.tokens),
    inlineDatum: encodeDatum(datum),
  };
  const rest = changeOf(spent, expected, found.feeLovelace);
  return [
    ...differ("output 0", first ? showOutput(first) : "none", showOutput(poolAfter)),
    ...unless(
      others.length === 0 && change !== undefined,
      `number of outputs: is ${found.outputs.length}, should be 2`,
    ),
    ...(change === undefined
      ? []
      : [
          ...unless(
            changeAddresses.includes(change.address),
            `the change goes to ${change.address}, which is not the depositor's`,
          ),
          ...differ("output 1", showOutput(change), showOutput({ ...rest, address: change.address })),
        ]),
  ];
}

/** All that the depositor's outputs held, less the deposit and the fee. */
function changeOf(spent: readonly TxOutput[], { amount, prizeAsset }: ExpectedDeposit, fee: bigint): LedgerOutput {
  const assets = new Map<AssetUnit, bigint>();
  for (const output of spent) {
    for (const [unit, quantity] of Object.entries(output.assets)) assets.set(unit, (assets.get(unit) ?? 0n) + quantity);
  }
  if (prizeAsset) {
    const unit = prizeAssetUnit(prizeAsset);
    assets.set(unit, (assets.get(unit) ?? 0n) - amount.tokens);
  }
  const kept = [...assets].filter(([, quantity]) => quantity !== 0n);
  const lovelace = spent.reduce((sum, output) => sum + output.lovelace, 0n) - amount.lovelace - fee;
  return plainOutput({ address: "", lovelace, assets: Object.fromEntries(kept) });
}

/** [key, signature] with their heads; and a map key, a set's tag and a list's head if there is none yet. */
const [SIGNATURE_BYTES, FIRST_SIGNATURE_BYTES] = [101, 5];

/** How many bytes the signatures that are still to come will take. */
function missingBytes({ witnesses }: DecodedTransaction, needed: readonly Hex[]): number {
  const present = witnesses.map(({ publicKey }) => keyHashOf(publicKey));
  const missing = new Set(needed.filter((hash) => !present.includes(hash))).size;
  return missing * SIGNATURE_BYTES + (witnesses.length === 0 && missing > 0 ? FIRST_SIGNATURE_BYTES : 0);
}

/** A signature that nobody needs costs the depositor a fee, and says that something else was meant. */
function checkSigners({ witnesses }: DecodedTransaction, needed: readonly Hex[]): string[] {
  const present = witnesses.map(({ publicKey }) => keyHashOf(publicKey));
  const strange = present.filter((hash, i) => !needed.includes(hash) || present.indexOf(hash) !== i);
  return strange.map((hash) => `it carries a signature of ${hash} that it does not need`);
}
