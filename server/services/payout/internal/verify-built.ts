import { askJudge } from "@/server/chain/ledger-rules/ask-judge";
import { ledgerOfSpend } from "@/server/chain/pool/known-ledger";
import { type BuiltSpend, expectedBasis } from "@/server/chain/pool/spend-terms";
import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { PoolRedeemer } from "@/server/domain/contract/acts";
import type { PoolState } from "@/server/domain/contract/read-pool";
import type { Payout, Settings } from "@/server/domain/contract/types";
import { missingSigners, verifySpend } from "@/server/domain/contract/verify-transaction";
import type { Hex, Slot } from "@/server/domain/units";
import { ServiceError } from "../../errors";
import type { SpendBasis } from "../../pool/spend-basis";

/** A signed transaction, and what it is meant to be. */
export type Built = {
  /** The exact bytes that will be sent. */
  readonly signed: Hex;
  readonly spend: Pick<BuiltSpend, "txHash" | "feeLovelace" | "validUntilSlot" | "nextPool">;
  readonly input: PoolState;
  readonly terms: SpendBasis;
  /** What was signed for; of a Pay, the batch in the database. */
  readonly redeemer: PoolRedeemer;
  /** Of a Pay; of others none. */
  readonly payouts: readonly Payout[];
  readonly settings: Settings;
  /** Slot of the last block that our scan holds. */
  readonly nowSlot: Slot;
};

/**
 * Reads the final bytes with a decoder that shares no code with the builder, and compares every input, output, amount,
 * signature and bound with the plan (server/domain/day/PROTOCOL.md, "Build, broadcast, confirm", 2). Another library
 * then judges them by the ledger's rules, and two machines run the scripts, in another thread. Throws ServiceError
 * `unavailable` that names every difference: then nothing is stored or sent.
 */
export async function verifyBuilt(built: Built): Promise<void> {
  const { signed, spend, input, terms, redeemer, payouts, settings, nowSlot } = built;
  const { operator } = input.datum;
  const differences = [
    ...verifySpend(signed, {
      txHash: spend.txHash,
      pool: input,
      redeemer,
      payouts,
      prizeAsset: settings.prizeAsset,
      ...expectedBasis(terms),
      signatories: [operator],
    }),
    ...missingSigners(signed, [operator]).map((key) => `the signature of ${key} is missing`),
    ...differFromRecord(signed, spend),
  ];
  if (differences.length > 0) throw refusal(spend.txHash, "is not what was approved", differences);
  const state = ledgerOfSpend({ ...terms, pool: input }, nowSlot);
  const errors = await askJudge({ kind: "ledger", transaction: signed, state });
  if (errors.length > 0) throw refusal(spend.txHash, "would be refused by the ledger", errors);
}

function refusal(txHash: Hex, what: string, reasons: readonly string[]): ServiceError {
  const text = `transaction ${txHash} ${what}, so it is neither stored nor sent: ${reasons.join("; ")}`;
  return new ServiceError("unavailable", text);
}

/** Checks the record kept beside the bytes, used later: the expiry to wait for, the output to build on. */
function differFromRecord(signed: Hex, { feeLovelace, validUntilSlot, nextPool }: Built["spend"]): string[] {
  const found = decodeTransaction(signed);
  const [pool] = found.outputs;
  const { output } = nextPool;
  const isPool =
    pool?.address === output.address &&
    pool.lovelace === output.lovelace &&
    pool.inlineDatum === output.inlineDatum &&
    output.ref.txHash === found.txHash &&
    output.ref.index === 0;
  return [
    ...(found.feeLovelace === feeLovelace ? [] : [`its fee is ${found.feeLovelace}, not ${feeLovelace}`]),
    ...(found.validUntilSlot === validUntilSlot
      ? []
      : [`it can land until slot ${found.validUntilSlot}, not ${validUntilSlot}`]),
    ...(isPool ? [] : ["the pool output that it makes is not the recorded one"]),
  ];
}
