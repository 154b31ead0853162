import { toHex } from "../codec/cbor-shape";
import { type Output, refKey } from "../codec/types";
import type { CopyListener } from "../ledger/chain-copy";
import type { Block, TxRecord } from "../ledger/records";
import { isMatch, type Pattern } from "./patterns";

export type KupoPoint = { readonly slot: number; readonly hash: string };

export type Spending = KupoPoint & {
  readonly txHash: string;
  readonly inputIndex: number;
  readonly redeemer: string | null;
};

/** An output that a pattern of the index matched, and what spent it. */
export type Match = {
  readonly output: Output;
  readonly transactionIndex: number;
  readonly created: KupoPoint;
  spent: Spending | null;
};

const pointOf = ({ slot, hash }: Block): KupoPoint => ({ slot, hash });

/**
 * The outputs that transactions really made and spent, as far as the configured patterns match them. A failed
 * transaction spends its collateral and makes its collateral return.
 */
export class MatchIndex implements CopyListener {
  /** In the chain's order. */
  readonly matches: Match[] = [];
  private readonly byRef = new Map<string, Match>();

  /** `since`: the slot from which on blocks are indexed. */
  constructor(
    private readonly patterns: readonly Pattern[],
    private readonly since: number,
  ) {}

  apply(block: Block): void {
    if (block.slot < this.since) return;
    for (const record of block.transactions) {
      for (const [inputIndex, { output }] of record.spent.entries()) {
        const match = this.byRef.get(refKey(output.ref));
        if (match) match.spent = spending(record, block, inputIndex);
      }
      for (const { output } of record.produced) this.add(output, record, block);
    }
  }

  undo(block: Block): void {
    for (const record of [...block.transactions].reverse()) {
      for (const { output } of record.produced) {
        const match = this.byRef.get(refKey(output.ref));
        if (match) this.matches.splice(this.matches.lastIndexOf(match), 1);
        this.byRef.delete(refKey(output.ref));
      }
      for (const { output } of record.spent) {
        const match = this.byRef.get(refKey(output.ref));
        if (match) match.spent = null;
      }
    }
  }

  private add(output: Output, record: TxRecord, block: Block): void {
    if (!this.patterns.some((pattern) => isMatch(pattern, output))) return;
    const match: Match = { output, transactionIndex: record.indexInBlock, created: pointOf(block), spent: null };
    this.matches.push(match);
    this.byRef.set(refKey(output.ref), match);
  }
}

function spending(record: TxRecord, block: Block, inputIndex: number): Spending {
  const redeemers = record.tx?.valid ? record.tx.redeemers : [];
  const redeemer = redeemers.find(({ purpose, index }) => purpose === "spend" && index === inputIndex);
  return { ...pointOf(block), txHash: record.hash, inputIndex, redeemer: redeemer ? toHex(redeemer.data) : null };
}
