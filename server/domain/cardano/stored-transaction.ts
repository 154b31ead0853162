import type { ChainTransaction, OutRef, TxOutput } from "../ports";
import type { AssetUnit } from "../units";

/* Outputs and transactions as they are stored: JSON with amounts as decimal strings. */

type StoredAmounts = Readonly<Record<AssetUnit, string>>;

export type StoredOutput = Omit<TxOutput, "lovelace" | "assets"> & {
  readonly lovelace: string;
  readonly assets: StoredAmounts;
};

/** An output of a transaction whose hash and index are known; what it does not have is left out. */
type StoredContent = Pick<StoredOutput, "address" | "lovelace"> & { readonly [Part in Optional]?: StoredOutput[Part] };
type Optional = "assets" | "inlineDatum" | "datumHash" | "referenceScriptHash";

/** What follows from the bytes and from validity alone; the block has columns of its own. */
export type StoredTransaction = {
  readonly inputs: readonly OutRef[];
  /** By their index; null where one that failed did not make it. */
  readonly outputs: readonly (StoredContent | null)[];
  readonly mint?: StoredAmounts;
  readonly feeLovelace: string | null;
  readonly withdrawnLovelace: string;
  readonly movesDeposits: boolean;
};

/** The columns beside the body. */
export type StoredPlace = Pick<ChainTransaction, "hash" | "block" | "valid">;

export function toStoredOutput(output: TxOutput): StoredOutput {
  return { ...output, lovelace: output.lovelace.toString(), assets: toText(output.assets) };
}

export function fromStoredOutput(stored: StoredOutput): TxOutput {
  return { ...stored, lovelace: BigInt(stored.lovelace), assets: fromText(stored.assets) };
}

export function toStoredTransaction(tx: ChainTransaction): StoredTransaction {
  return {
    inputs: tx.inputs.map(({ ref }) => ref),
    outputs: toContents(tx.outputs),
    ...(isEmpty(tx.mint) ? {} : { mint: toText(tx.mint) }),
    feeLovelace: tx.feeLovelace === null ? null : tx.feeLovelace.toString(),
    withdrawnLovelace: tx.withdrawnLovelace.toString(),
    movesDeposits: tx.movesDeposits,
  };
}

/** What its inputs were is not stored with it: null, until somebody who needs it looks. */
export function fromStoredTransaction(place: StoredPlace, stored: StoredTransaction): ChainTransaction {
  return {
    ...place,
    inputs: stored.inputs.map((ref) => ({ ref, output: null })),
    outputs: stored.outputs.flatMap((content, index) =>
      content ? fromStoredOutput({ ...NOTHING_ELSE, ref: { txHash: place.hash, index }, ...content }) : [],
    ),
    mint: fromText(stored.mint ?? {}),
    feeLovelace: stored.feeLovelace === null ? null : BigInt(stored.feeLovelace),
    withdrawnLovelace: BigInt(stored.withdrawnLovelace),
    movesDeposits: stored.movesDeposits,
  };
}

const NOTHING_ELSE = { assets: {}, inlineDatum: null, datumHash: null, referenceScriptHash: null };

type Writable<T> = { -readonly [Part in keyof T]: T[Part] };

function toContents(outputs: readonly TxOutput[]): (StoredContent | null)[] {
  const contents = Array.from<StoredContent | null>({ length: (outputs.at(-1)?.ref.index ?? -1) + 1 }).fill(null);
  for (const { ref, address, lovelace, assets, inlineDatum, datumHash, referenceScriptHash } of outputs) {
    const content: Writable<StoredContent> = { address, lovelace: lovelace.toString() };
    if (!isEmpty(assets)) content.assets = toText(assets);
    if (inlineDatum !== null) content.inlineDatum = inlineDatum;
    if (datumHash !== null) content.datumHash = datumHash;
    if (referenceScriptHash !== null) content.referenceScriptHash = referenceScriptHash;
    contents[ref.index] = content;
  }
  return contents;
}

const isEmpty = (amounts: Readonly<Record<AssetUnit, bigint>>) => Object.keys(amounts).length === 0;

function toText(amounts: Readonly<Record<AssetUnit, bigint>>): StoredAmounts {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, amount.toString()]));
}

function fromText(amounts: StoredAmounts): Record<AssetUnit, bigint> {
  return Object.fromEntries(Object.entries(amounts).map(([unit, amount]) => [unit, BigInt(amount)]));
}
