import { blake2b256 } from "../codec/hash";
import { type Output, type OutRef, refKey, type Script, type Transaction } from "../codec/types";
import { keysOf, rememberedHashes, stakesOf, transactionKeys } from "./index-keys";
import type { Block, TxRecord, UtxoRecord } from "./records";

export type MintRecord = { readonly record: TxRecord; readonly quantity: bigint };

/**
 * Everything that the API looks up, as append-only lists by key in chain order: a rollback pops what the undone block
 * pushed. Records carry heights, so a view of an earlier tip filters and needs no copy.
 *
 * Keys: `addr:<text>`, `cred:<payment hash>`, `stake:<hash>`, `unit:<policy+name>`.
 */
export class ChainIndex {
  readonly transactions = new Map<string, TxRecord>();
  readonly outputsByKey = new Map<string, UtxoRecord[]>();
  readonly transactionsByKey = new Map<string, TxRecord[]>();
  readonly mintsByUnit = new Map<string, MintRecord[]>();
  readonly scripts = new Map<string, { script: Script; height: number }>();
  readonly datums = new Map<string, { bytes: Uint8Array; height: number }>();
  readonly certificatesByStake = new Map<string, TxRecord[]>();
  private readonly outputs = new Map<string, UtxoRecord>();

  output(ref: OutRef): UtxoRecord | undefined {
    return this.outputs.get(refKey(ref));
  }

  /** Creates the record of a transaction and applies it. Its inputs must be known: the ledger has accepted it. */
  add(tx: Transaction, height: number, indexInBlock: number): TxRecord {
    const collateral = tx.collateral.map((ref) => this.known(ref));
    const record: TxRecord = {
      hash: tx.hash,
      tx,
      bytes: tx.bytes,
      height,
      indexInBlock,
      spent: tx.valid ? tx.inputs.map((ref) => this.known(ref)) : collateral,
      collateral,
      references: tx.referenceInputs.map((ref) => this.known(ref)),
      produced: [],
    };
    const outputs = tx.valid ? tx.outputs : tx.collateralReturn ? [tx.collateralReturn] : [];
    this.link(record, outputs);
    if (tx.valid) this.mint(record, tx.mint);
    for (const script of tx.scripts) this.remember(this.scripts, script.hash, { script, height });
    for (const datum of tx.datums) this.remember(this.datums, datum.hash, { bytes: datum.bytes, height });
    for (const redeemer of tx.redeemers) {
      this.remember(this.datums, blake2b256(redeemer.data), { bytes: redeemer.data, height });
    }
    return record;
  }

  /** The pseudo transaction of a genesis output. */
  addGenesis(bytes: Uint8Array, output: Output, indexInBlock: number): TxRecord {
    const record: TxRecord = {
      hash: output.ref.txHash,
      tx: null,
      bytes,
      height: 0,
      indexInBlock,
      spent: [],
      collateral: [],
      references: [],
      produced: [],
    };
    this.link(record, [output]);
    this.mint(record, output.assets);
    return record;
  }

  /** Undoes the top block. */
  remove(block: Block): void {
    for (const record of [...block.transactions].reverse()) {
      for (const utxo of record.spent) utxo.spentBy = null;
      for (const utxo of [...record.produced].reverse()) {
        this.outputs.delete(refKey(utxo.output.ref));
        for (const key of keysOf(utxo.output)) pop(this.outputsByKey, key, (entry) => entry === utxo);
      }
      for (const key of transactionKeys(record)) pop(this.transactionsByKey, key, (entry) => entry === record);
      const mint = record.tx?.valid ? record.tx.mint : new Map<string, bigint>();
      for (const unit of mint.keys()) pop(this.mintsByUnit, unit, (entry) => entry.record === record);
      for (const stake of stakesOf(record)) pop(this.certificatesByStake, stake, (entry) => entry === record);
      this.transactions.delete(record.hash);
    }
    for (const map of [this.scripts, this.datums] as Map<string, { height: number }>[]) {
      for (const hash of block.transactions.flatMap(rememberedHashes)) {
        if (map.get(hash)?.height === block.height) map.delete(hash);
      }
    }
  }

  private link(record: TxRecord, outputs: readonly Output[]): void {
    this.transactions.set(record.hash, record);
    for (const utxo of record.spent) utxo.spentBy = record;
    for (const output of outputs) {
      const utxo: UtxoRecord = { output, createdBy: record, spentBy: null };
      record.produced.push(utxo);
      this.outputs.set(refKey(output.ref), utxo);
      for (const key of keysOf(output)) push(this.outputsByKey, key, utxo);
      if (output.inlineDatum && output.datumHash) {
        this.remember(this.datums, output.datumHash, { bytes: output.inlineDatum, height: record.height });
      }
    }
    for (const key of transactionKeys(record)) push(this.transactionsByKey, key, record);
    for (const stake of stakesOf(record)) push(this.certificatesByStake, stake, record);
  }

  private mint(record: TxRecord, mint: ReadonlyMap<string, bigint>): void {
    for (const [unit, quantity] of mint) push(this.mintsByUnit, unit, { record, quantity });
  }

  private remember<T extends { height: number }>(map: Map<string, T>, hash: string, value: T): void {
    if (!map.has(hash)) map.set(hash, value);
  }

  private known(ref: OutRef): UtxoRecord {
    const record = this.output(ref);
    if (!record) throw new Error(`the ledger accepted a transaction whose input ${refKey(ref)} is not indexed`);
    return record;
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function pop<T>(map: Map<string, T[]>, key: string, isLast: (value: T) => boolean): void {
  const list = map.get(key);
  const last = list?.[list.length - 1];
  if (!list || last === undefined || !isLast(last))
    throw new Error(`the index of ${key} is out of step with the chain`);
  list.pop();
  if (list.length === 0) map.delete(key);
}
