import type { Transaction } from "../codec/types";
import type { LedgerState } from "./ledger";
import { PROTOCOL_PARAMETERS as PARAMETERS } from "./protocol-parameters";

/** `after` is the ledger with this transaction and all before it applied on the tip. */
export type MempoolEntry = { readonly tx: Transaction; readonly after: LedgerState };

/**
 * Transactions in order of arrival, each valid on top of the chain and those before it. An entry stays valid as long as
 * its tip only grows by entries from the front; then only the slot can invalidate it. So a block takes a prefix without
 * running scripts again, like a node's reapplication.
 */
export class Mempool {
  private list: MempoolEntry[] = [];
  private bytes = 0;

  constructor(
    private base: LedgerState,
    private readonly capacityBytes: number,
  ) {}

  get entries(): readonly MempoolEntry[] {
    return this.list;
  }

  /** The ledger that the next transaction is validated on. */
  get state(): LedgerState {
    return this.list[this.list.length - 1]?.after ?? this.base;
  }

  find(hash: string): MempoolEntry | undefined {
    return this.list.find((entry) => entry.tx.hash === hash);
  }

  hasRoomFor(tx: Transaction): boolean {
    return this.bytes + tx.bytes.length <= this.capacityBytes;
  }

  push(entry: MempoolEntry): void {
    this.list.push(entry);
    this.bytes += entry.tx.bytes.length;
  }

  /**
   * Drops and returns what can no longer enter a block at `slot`, with what depended on it. The rest is validated again
   * from the first hole on.
   */
  purge(slot: number): Transaction[] {
    const hole = this.list.findIndex(({ tx }) => !isInTime(tx, slot));
    if (hole < 0) return [];
    const candidates = this.list.slice(hole).map((entry) => entry.tx);
    this.truncate(hole);
    return candidates.filter((tx) => !this.tryPush(tx, slot));
  }

  /** The longest prefix that fits a block. */
  takeForBlock(): MempoolEntry[] {
    const taken: MempoolEntry[] = [];
    const used = { bytes: 0, mem: 0n, steps: 0n };
    for (const entry of this.list) {
      used.bytes += entry.tx.bytes.length;
      for (const redeemer of entry.tx.redeemers) {
        used.mem += redeemer.mem;
        used.steps += redeemer.steps;
      }
      const fits =
        used.bytes <= PARAMETERS.maxBlockBodyBytes &&
        used.mem <= PARAMETERS.maxBlockMem &&
        used.steps <= PARAMETERS.maxBlockSteps;
      if (!fits) break;
      taken.push(entry);
    }
    const last = taken[taken.length - 1];
    if (last) {
      this.base = last.after;
      this.list = this.list.slice(taken.length);
      this.bytes = this.list.reduce((sum, entry) => sum + entry.tx.bytes.length, 0);
    }
    return taken;
  }

  /** Starts over on another ledger with these transactions. Returns those that are not valid there. */
  rebuild(base: LedgerState, transactions: readonly Transaction[], slot: number): Transaction[] {
    this.base = base;
    this.truncate(0);
    return transactions.filter((tx) => !this.tryPush(tx, slot));
  }

  private tryPush(tx: Transaction, slot: number): boolean {
    const result = this.state.apply(tx, slot);
    if (result.ok) this.push({ tx, after: result.next });
    return result.ok;
  }

  private truncate(length: number): void {
    this.list = this.list.slice(0, length);
    this.bytes = this.list.reduce((sum, entry) => sum + entry.tx.bytes.length, 0);
  }
}

/** Validity interval: from `invalidBefore` inclusive to `invalidHereafter` exclusive. */
export function isInTime(tx: Transaction, slot: number): boolean {
  const now = BigInt(slot);
  return (tx.invalidBefore ?? now) <= now && (tx.invalidHereafter === null || now < tx.invalidHereafter);
}
