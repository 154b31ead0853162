import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import type { BuiltSpend } from "@/server/chain/pool/spend-terms";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { TxOutput } from "@/server/domain/ports";
import type { Hex, Slot } from "@/server/domain/units";
import type { ExpectedSpend } from "@/server/domain/verifier/expected";
import { verifyTransaction } from "@/server/domain/verifier/verify";
import { Disagreement } from "../../disagreement";
import { demandAccepted } from "../../pool/demand-accepted";
import type { SpendBasis } from "../../pool/spend-basis";
import { spendOf } from "../../pool/what-is-expected";

/** What was built, and what it is meant to be. */
export type Built = {
  readonly spend: Pick<BuiltSpend, "cbor" | "txHash" | "feeLovelace" | "validUntilSlot" | "nextPool">;
  readonly input: PoolState;
  readonly terms: SpendBasis;
  /** What was signed for; of a Pay, the batch in the database, whose payouts the pool's commitment must fit. */
  readonly redeemer: ExpectedSpend["redeemer"];
  /** Of a Pay; of others none. */
  readonly payouts: ExpectedSpend["payouts"];
  /** Slot of the last block that our scan holds. */
  readonly nowSlot: Slot;
};

/**
 * Before the operator signs: the independent verifier (server/domain/verifier) compares the bytes with what was
 * approved and with the chain (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm", 2). Throws a
 * Disagreement that names every difference: then nothing is signed.
 */
export function verifyBuilt(built: Built): void {
  const { spend } = built;
  demandSame(spend.txHash, [
    ...verifyTransaction(spend.cbor, expectedOf(built), { signed: false }),
    ...differFromRecord(spend),
  ]);
}

/**
 * The same of the final bytes, with the signature; then another library judges them by the ledger's rules, and two
 * machines run the scripts, in another thread.
 */
export async function verifySigned(built: Built, signed: Hex): Promise<void> {
  const { spend, terms, input, nowSlot } = built;
  demandSame(spend.txHash, verifyTransaction(signed, expectedOf(built), { signed: true }));
  await demandAccepted(spend.txHash, signed, ledgerOfSpend({ ...terms, pool: input }, nowSlot));
}

function expectedOf({ spend, input, terms, nowSlot, ...meant }: Built): ExpectedSpend {
  return spendOf(terms, { txHash: spend.txHash, pool: input, nowSlot }, meant);
}

function demandSame(txHash: Hex, differences: readonly string[]): void {
  if (differences.length === 0) return;
  const what = `transaction ${txHash} is not what was approved, so it is neither stored nor sent`;
  throw new Disagreement(`${what}: ${differences.join("; ")}`);
}

/** Checks the record kept beside the bytes, used later: the expiry to wait for, the output to build on. */
function differFromRecord({ cbor, feeLovelace, validUntilSlot, nextPool }: Built["spend"]): string[] {
  const found = decodeTransaction(cbor);
  const [pool] = found.outputs;
  const made: TxOutput | null = pool ? { ref: { txHash: found.txHash, index: 0 }, ...pool } : null;
  return [
    ...(found.feeLovelace === feeLovelace ? [] : [`its fee is ${found.feeLovelace}, not ${feeLovelace}`]),
    ...(found.validUntilSlot === validUntilSlot
      ? []
      : [`it can land until slot ${found.validUntilSlot}, not ${validUntilSlot}`]),
    ...(made && isSameOutput(made, nextPool.output) ? [] : ["the pool output that it makes is not the recorded one"]),
  ];
}

function isSameOutput(a: TxOutput, b: TxOutput): boolean {
  const units = new Set([...Object.keys(a.assets), ...Object.keys(b.assets)]);
  return (
    a.ref.txHash === b.ref.txHash &&
    a.ref.index === b.ref.index &&
    a.address === b.address &&
    a.lovelace === b.lovelace &&
    a.inlineDatum === b.inlineDatum &&
    [...units].every((unit) => a.assets[unit] === b.assets[unit])
  );
}
