import type { TransactionRef } from "@/server/domain/ports";
import type { AssetUnit, Height, Hex } from "@/server/domain/units";
import { inOrder } from "../list-order";
import type { BlockReader } from "./blocks";
import { checkPruned } from "./check-pruned";
import { checkRows } from "./check-rows";
import type { Match } from "./index/answers";
import type { Point } from "./index/client";
import { type MatchReader, ofAddress, ofAsset, refOf, type Subject } from "./matches";
import type { Header, Servers } from "./servers";

export type HistoryReader = {
  ofAddress(address: string, from: Height, to: Height): Promise<TransactionRef[]>;
  ofAsset(unit: AssetUnit, from: Height, to: Height): Promise<TransactionRef[]>;
};

/**
 * Transactions that made or spent an output of the subject. Minting and burning do either. Kupo knows what really
 * happened: of a failed transaction, its collateral and the return of it.
 */
export function createHistoryReader(servers: Servers, blocks: BlockReader, matches: MatchReader): HistoryReader {
  const { kupo, cache, clock } = servers;
  const isPruned = checkPruned(servers, blocks);

  async function list(subject: Subject, from: Height, to: Height): Promise<TransactionRef[]> {
    if (from > to) return [];
    return matches.steadily(`matches/${subject.pattern}`, () => attempt(subject, from, to));
  }

  async function attempt(subject: Subject, from: Height, to: Height): Promise<TransactionRef[] | "moved"> {
    const tip = await blocks.common();
    if (from > tip.height) return [];
    const last = to >= tip.height ? tip : await blocks.atHeight(to, tip);
    if (!last) return [];
    const first = await firstOf(from, tip);
    await matches.demandIndexed(subject, first);
    await isPruned(subject, first, tip);
    const range = { from: first.height < from ? 0 : first.slot, to: last };
    // One after the other: Kupo answers only so many at once.
    const made = await matches.read(subject, { ...range, of: "created" });
    const spent = await matches.read(subject, { ...range, of: "spent" });
    const places = placesOf(made, spent);
    const refs: TransactionRef[] = [];
    for (const [hash, point] of places) {
      const block = await blocks.read(point);
      if (!block) return "moved";
      const { height, slot } = block.header;
      if (!block.transactions.has(hash)) {
        throw kupo.error("lying", `transaction ${hash} is said to be in block ${point.hash}, which does not hold it.`);
      }
      if (height < from || height > last.height) continue;
      cache.putPlace(hash, point);
      refs.push({ hash, height, timeSeconds: Math.floor((await clock.timeOf(slot)) / 1_000) });
    }
    checkRows(servers, subject, made);
    return inOrder(refs);
  }

  /** The first block of the range, or of the chain. */
  async function firstOf(from: Height, tip: Header): Promise<Header> {
    const first = (await blocks.atHeight(from, tip)) ?? (from <= 1 ? await blocks.atHeight(1, tip) : null);
    if (first) return first;
    throw kupo.error("unavailable", `block ${from} was not found on a chain of ${tip.height}. Try again later.`);
  }

  function placesOf(made: readonly Match[], spent: readonly Match[]): Map<Hex, Point> {
    const places = new Map<Hex, Point>();
    const put = (hash: Hex, { slot, hash: block }: Point) => {
      const known = places.get(hash);
      if (known && known.hash !== block) throw kupo.error("lying", `transaction ${hash} is said to be in two blocks.`);
      places.set(hash, { slot, hash: block });
    };
    for (const match of made) put(match.transaction_id, match.created_at);
    for (const match of spent) {
      const { spent_at } = match;
      if (!spent_at?.txHash) {
        const text = `output ${refOf(match)} is spent, but not said by which transaction: this index is older than Kupo 2.5. Let Kupo index anew.`;
        throw kupo.error("not-supported", text);
      }
      put(spent_at.txHash, spent_at);
    }
    return places;
  }

  return {
    async ofAddress(address, from, to) {
      const subject = ofAddress(address);
      return subject ? list(subject, from, to) : [];
    },
    ofAsset: (unit, from, to) => list(ofAsset(unit), from, to),
  };
}
