import type { FaultRule } from "../faults";
import type { Chain } from "../ledger/chain";
import type { Block, TxRecord, UtxoRecord } from "../ledger/records";

/** The chain as seen from a tip: an earlier one while a `stale` fault is set. */
export class ChainView {
  constructor(
    readonly chain: Chain,
    readonly tipHeight: number,
  ) {}

  get tip(): Block {
    return this.chain.blocks[this.tipHeight] ?? this.chain.tip;
  }

  blocks(): Block[] {
    return this.chain.blocks.slice(0, this.tipHeight + 1);
  }

  blockAt(height: number): Block | undefined {
    return height <= this.tipHeight ? this.chain.blocks[height] : undefined;
  }

  blockByHash(hash: string): Block | undefined {
    const block = this.chain.block(hash);
    return block && block.height <= this.tipHeight ? block : undefined;
  }

  transaction(hash: string): TxRecord | undefined {
    const record = this.chain.index.transactions.get(hash);
    return record && this.sees(record) ? record : undefined;
  }

  transactions(key: string): TxRecord[] {
    return (this.chain.index.transactionsByKey.get(key) ?? []).filter((record) => this.sees(record));
  }

  /** Every output ever created under the key, spent or not. */
  outputs(key: string): UtxoRecord[] {
    return (this.chain.index.outputsByKey.get(key) ?? []).filter((utxo) => this.sees(utxo.createdBy));
  }

  unspent(key: string): UtxoRecord[] {
    return this.outputs(key).filter((utxo) => this.spender(utxo) === null);
  }

  spender(utxo: UtxoRecord): TxRecord | null {
    return utxo.spentBy && this.sees(utxo.spentBy) ? utxo.spentBy : null;
  }

  sees(record: TxRecord): boolean {
    return record.height <= this.tipHeight;
  }

  blockOf(record: TxRecord): Block {
    const block = this.chain.blocks[record.height];
    if (!block) throw new Error(`transaction ${record.hash} has no block`);
    return block;
  }
}

/** The chain as a server shows it: from an earlier tip where a fault says so. */
export function viewOf(chain: Chain, fault: FaultRule | null): ChainView {
  const behind = fault?.kind === "stale" ? fault.blocks : 0;
  return new ChainView(chain, Math.max(0, chain.tip.height - behind));
}
