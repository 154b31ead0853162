import { addressFromText } from "../codec/address";
import { CborError } from "../codec/cbor";
import { fromHex } from "../codec/cbor-shape";
import { blake2b256 } from "../codec/hash";
import { readOutputBytes } from "../codec/output";
import { readTransaction } from "../codec/transaction";
import { type OutRef, refKey, type Transaction } from "../codec/types";
import type { Accounts } from "./accounts";
import { ChainIndex } from "./chain-index";
import type { ChainClock } from "./clock";
import { type Genesis, horizonSlot, slotToTimeMs, timeMsToSlot } from "./genesis";
import { genesisOutputs, LedgerState } from "./ledger";
import { Mempool } from "./mempool";
import type { Block } from "./records";

export type SubmitResult =
  | { readonly kind: "accepted"; readonly hash: string }
  | { readonly kind: "refused"; readonly error: string; readonly logs: readonly string[] }
  | { readonly kind: "full" };

/** What cardano-node 10 says about a transaction whose inputs are all gone. */
export const ALL_INPUTS_SPENT = "All inputs are spent. Transaction has probably already been included";

/** Blocks, mempool and ledger of one devnet. Single-threaded: every method leaves it consistent. */
export class Chain {
  readonly index = new ChainIndex();
  readonly blocks: Block[] = [];
  readonly mempool: Mempool;
  /** Reward accounts before the first block. */
  readonly openingAccounts: Accounts;
  private readonly byHash = new Map<string, Block>();
  /** Counts rollbacks, so that a new block at the same height and slot has another hash. */
  private fork = 0;

  constructor(
    readonly genesis: Genesis,
    readonly clock: ChainClock,
    mempoolCapacityBytes: number,
  ) {
    const funds = genesisOutputs(genesis);
    const state = LedgerState.atGenesis(genesis, funds);
    this.openingAccounts = state.accounts;
    const transactions = funds.map(({ ref, raw, bytes }, i) =>
      this.index.addGenesis(bytes, readOutputBytes(raw, ref), i),
    );
    const { networkMagic, systemStartMs, securityParam, initialRewardAccounts } = genesis;
    const rewards = initialRewardAccounts.map(({ address, rewardLovelace }) => `${address}=${rewardLovelace}`);
    const seed = [networkMagic, systemStartMs, securityParam, ...rewards].join("/");
    this.append({
      hash: blake2b256(new TextEncoder().encode(seed), ...funds.map((fund) => fund.raw)),
      height: 0,
      slot: 0,
      timeMs: genesis.systemStartMs,
      previousHash: null,
      transactions,
      state,
    });
    this.mempool = new Mempool(state, mempoolCapacityBytes);
  }

  get tip(): Block {
    const tip = this.blocks[this.blocks.length - 1];
    if (!tip) throw new Error("the chain has no genesis block");
    return tip;
  }

  currentSlot(): number {
    return timeMsToSlot(this.genesis, this.clock.nowMs());
  }

  block(hash: string): Block | undefined {
    return this.byHash.get(hash);
  }

  /** The earliest slot of the next block, at which a submission is validated. */
  nextSlot(): number {
    return Math.max(this.currentSlot(), this.tip.height === 0 ? this.genesis.currentEra.startSlot : this.tip.slot + 1);
  }

  decode(bytes: Uint8Array): Transaction {
    return readTransaction(bytes, (ref) => this.resolve(ref)?.address ?? null);
  }

  /** Validates (phases 1 and 2) on ledger plus mempool. With `forget` the mempool drops it at once (a fault). */
  submit(bytes: Uint8Array, forget = false): SubmitResult {
    let tx: Transaction;
    try {
      tx = this.decode(bytes);
    } catch (cause) {
      if (!(cause instanceof CborError || cause instanceof Error)) throw cause;
      return { kind: "refused", error: `DecoderFailure: ${cause.message}`, logs: [] };
    }
    const refused = this.reasonToRefuse(tx);
    if (refused) return { kind: "refused", error: refused, logs: [] };
    if (!this.mempool.hasRoomFor(tx)) return { kind: "full" };
    const result = this.mempool.state.apply(tx, this.nextSlot());
    if (!result.ok) return { kind: "refused", error: result.error, logs: result.logs };
    if (!forget) this.mempool.push({ tx, after: result.next });
    return { kind: "accepted", hash: tx.hash };
  }

  /** Makes one block at `slot`, which must be after the tip's. */
  mineAt(slot: number): Block {
    if (this.tip.height > 0 && slot <= this.tip.slot)
      throw new Error(`slot ${slot} is not after the tip's, ${this.tip.slot}`);
    this.mempool.purge(slot);
    const entries = this.mempool.takeForBlock();
    const height = this.tip.height + 1;
    const header = new TextEncoder().encode(`${height}/${slot}/${this.fork}`);
    const hash = blake2b256(fromHex(this.tip.hash), header, ...entries.map(({ tx }) => fromHex(tx.hash)));
    const block: Block = {
      hash,
      height,
      slot,
      timeMs: slotToTimeMs(this.genesis, slot),
      previousHash: this.tip.hash,
      transactions: entries.map(({ tx }, i) => this.index.add(tx, height, i)),
      state: entries[entries.length - 1]?.after ?? this.tip.state,
    };
    this.append(block);
    return block;
  }

  /** Mines `count` blocks `everySlots` apart, moving the clock if it is behind. */
  mine(count: number, everySlots: number): Block[] {
    return Array.from({ length: count }, () => {
      const earliest = this.tip.height === 0 ? this.genesis.currentEra.startSlot : this.tip.slot + everySlots;
      const slot = Math.max(this.currentSlot(), earliest);
      this.clock.advanceTo(slotToTimeMs(this.genesis, slot));
      return this.mineAt(slot);
    });
  }

  /**
   * Undoes the last `count` blocks, at most k. Their transactions go back to the front of the mempool if they are still
   * valid, unless `drop`. Returns the ids of all undone transactions, oldest first.
   */
  rollback(count: number, drop: boolean): string[] {
    if (!Number.isSafeInteger(count) || count < 1)
      throw new RangeError(`blocks is ${count}; it must be a whole number from 1`);
    const deepest = Math.min(this.genesis.securityParam, this.tip.height);
    if (count > deepest)
      throw new RangeError(`cannot roll back ${count} blocks; at most ${deepest} (k, or the chain's height)`);
    const undone = this.blocks.splice(this.blocks.length - count);
    for (const block of [...undone].reverse()) {
      this.index.remove(block);
      this.byHash.delete(block.hash);
    }
    this.fork++;
    const transactions = undone.flatMap((block) => block.transactions.flatMap((record) => record.tx ?? []));
    const waiting = this.mempool.entries.map((entry) => entry.tx);
    const state = this.tip.state;
    if (!state) throw new Error("the ledger of the block rolled back to is gone");
    this.mempool.rebuild(state, drop ? waiting : [...transactions, ...waiting], this.nextSlot());
    return transactions.map((tx) => tx.hash);
  }

  /** Gives a registered account a reward at the tip, like an epoch's end. A rollback of the tip takes it back. */
  reward(address: string, lovelace: bigint): void {
    const stake = addressFromText(address)?.stake;
    const state = stake && this.tip.state?.withReward(stake, lovelace);
    if (!state) throw new RangeError(`${address} is not a registered reward account`);
    this.tip.state = state;
    const waiting = this.mempool.entries.map(({ tx }) => tx);
    this.mempool.rebuild(state, waiting, this.nextSlot());
  }

  private append(block: Block): void {
    this.blocks.push(block);
    this.byHash.set(block.hash, block);
    const tooDeep = this.blocks[this.blocks.length - 2 - this.genesis.securityParam];
    if (tooDeep) tooDeep.state = null;
  }

  private resolve(ref: OutRef): Transaction["outputs"][number] | null {
    const pending = this.mempool.find(ref.txHash)?.tx.outputs[ref.index];
    return pending ?? this.index.output(ref)?.output ?? null;
  }

  /** Rules that the node applies and scalus does not. */
  private reasonToRefuse(tx: Transaction): string | null {
    const consumed = new Set(
      this.mempool.entries.flatMap(({ tx: other }) => (other.valid ? other.inputs : other.collateral)).map(refKey),
    );
    const available = (ref: OutRef) =>
      !consumed.has(refKey(ref)) && this.resolve(ref) !== null && !this.index.output(ref)?.spentBy;
    if (tx.inputs.length > 0 && !tx.inputs.some(available)) {
      return `ConwayMempoolFailure "${ALL_INPUTS_SPENT}"`;
    }
    const horizon = horizonSlot(this.genesis, this.tip.slot);
    if (tx.redeemers.length > 0 && tx.invalidHereafter !== null && tx.invalidHereafter >= BigInt(horizon)) {
      return `OutsideForecast (SlotNo ${tx.invalidHereafter}): its time cannot be told yet; the last slot whose time is known is ${horizon - 1}`;
    }
    return null;
  }
}
