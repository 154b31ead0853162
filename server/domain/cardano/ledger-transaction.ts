import { blake2b256 } from "../hash";
import type { ChainTransaction, OutRef, TxOutput } from "../ports";
import type { Hex } from "../units";
import { readByronBody } from "./byron-transaction";
import { splitCbor } from "./cbor-shape";
import { toHex } from "./hex-bytes";
import { type LedgerBody, readLedgerBody } from "./ledger-body";
import type { LedgerOutput } from "./ledger-output";
import { hasRedeemers } from "./ledger-witnesses";

/*
 * What a transaction of any era does to the UTxO set, from its bytes alone. Its id covers the body only, so all that
 * matters is read there; the envelope's flag is what the bytes' source says.
 */

export type LedgerTransaction = LedgerBody & {
  /** blake2b-256 of the body's bytes as they came. */
  readonly id: Hex;
  /** The envelope's flag, which the id does not cover; true before Alonzo. */
  readonly toldValid: boolean;
};

/** The bytes are no known transaction: the message says where (counted within its part), what came, what is known. */
export class UndecodableTransaction extends Error {
  override readonly name = "UndecodableTransaction";
}

/** The id is not computed where it is given: of bytes that were verified before. Throws UndecodableTransaction. */
export function decodeLedgerTransaction(bytes: Uint8Array, verifiedId?: Hex): LedgerTransaction {
  try {
    return decode(bytes, verifiedId);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new UndecodableTransaction(`These bytes are no transaction that is known here: ${problem}.`, {
      cause: error,
    });
  }
}

function decode(bytes: Uint8Array, verifiedId?: Hex): LedgerTransaction {
  const parts = splitCbor(bytes, 4, "the transaction");
  const [body, witnesses, third] = parts;
  if (!body || !witnesses || parts.length > 4) {
    throw new Error(`it has ${parts.length} parts; known are 2 (Byron), 3 (Shelley to Mary) and 4 (Alonzo to Conway)`);
  }
  const id = verifiedId ?? toHex(blake2b256(body));
  if (parts.length === 2) return { id, ...readByronBody(body), toldValid: true };
  const isAlonzo = parts.length === 4;
  const read = readLedgerBody(body, isAlonzo);
  if (hasRedeemers(witnesses, isAlonzo) && !read.runsScripts) {
    throw new Error("it has redeemers, but its body no script data hash (11) or no collateral (13)");
  }
  return { id, ...read, toldValid: isAlonzo ? flag(third) : true };
}

function flag(part: Uint8Array | undefined): boolean {
  if (part?.length === 1 && (part[0] === 0xf4 || part[0] === 0xf5)) return part[0] === 0xf5;
  throw new Error(
    `its validity flag should be true or false, but is ${toHex((part ?? new Uint8Array()).subarray(0, 8))}`,
  );
}

export type LedgerEffects = {
  readonly inputs: readonly OutRef[];
  readonly outputs: readonly TxOutput[];
  readonly mint: LedgerTransaction["mint"];
};

/** What a transaction spent, made and minted: one that failed phase 2 only spends its collateral. */
export function effectsOf(tx: LedgerTransaction, valid: boolean): LedgerEffects {
  if (valid) return { inputs: tx.inputs, outputs: named(tx.id, tx.outputs, 0), mint: tx.mint };
  const returned = tx.collateralReturn ? [tx.collateralReturn] : [];
  return { inputs: tx.collateral, outputs: named(tx.id, returned, tx.outputs.length), mint: {} };
}

/** What it did in its block. What its inputs were is null, until somebody who needs it looks. */
export function toChainTransaction(
  decoded: LedgerTransaction,
  { valid, block }: Pick<ChainTransaction, "valid" | "block">,
): ChainTransaction {
  const { id, feeLovelace, withdrawnLovelace, movesDeposits } = decoded;
  const { inputs, outputs, mint } = effectsOf(decoded, valid);
  return {
    hash: id,
    block,
    valid,
    inputs: inputs.map((ref) => ({ ref, output: null })),
    outputs,
    mint,
    feeLovelace,
    withdrawnLovelace,
    movesDeposits,
  };
}

/** Its outputs as it declared them, or the return of its collateral, whose index is past them: never both. */
export function outputsEitherWay(tx: LedgerTransaction): TxOutput[] {
  return [true, false].flatMap((valid) => effectsOf(tx, valid).outputs);
}

function named(txHash: Hex, outputs: readonly LedgerOutput[], first: number): TxOutput[] {
  return outputs.map(({ address, lovelace, assets, inlineDatum, datumHash, referenceScriptHash }, at) => ({
    ref: { txHash, index: first + at },
    address,
    lovelace,
    assets,
    inlineDatum,
    datumHash,
    referenceScriptHash,
  }));
}
