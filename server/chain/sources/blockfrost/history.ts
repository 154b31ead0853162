import type { TransactionRef } from "@/server/domain/ports";
import type { AssetUnit, Height } from "@/server/domain/units";
import type { Steady } from "../http/steady";
import { inOrder } from "../list-order";
import { type RefAnswer, transactionRefs } from "./answers";
import { createBurnReader } from "./burns";
import type { BlockfrostClient } from "./client";
import { createGrowingList, type ReadStretch } from "./growing-list";
import { isRefusal, readPages } from "./pages";

type Range = { readonly from: Height; readonly to: Height };

export type HistoryReader = {
  ofAddress(address: string, from: Height, to: Height): Promise<TransactionRef[]>;
  ofAsset(unit: AssetUnit, from: Height, to: Height): Promise<TransactionRef[]>;
};

/** Entries outside the range that was asked for show that the server ignores it. */
class RangeIgnored extends Error {}

export function createHistoryReader(client: BlockfrostClient, steady: Steady): HistoryReader {
  const readBurns = createBurnReader(client, steady);
  const walkers = new Map<string, ReadStretch<TransactionRef>>();
  // Known once an asset's answer left its range: such servers are older than the parameter and not to blame.
  let assetsIgnoreRange = false;

  async function readPage(path: string, query: { page: number; count: number; range?: Range }) {
    const { page, count, range } = query;
    const between = { from: range?.from || undefined, to: range?.to };
    const answer = await client.get(path, transactionRefs, { page, count, order: "asc", ...between });
    return answer?.map(toRef) ?? null;
  }

  async function readRange(path: string, range: Range): Promise<TransactionRef[]> {
    const refs = await steady(path, range.to, (isAnchored) => readParts(path, range, isAnchored));
    return inOrder(refs);
  }

  /** A range that is refused, for its length or its pages, is read in halves. */
  async function readParts(path: string, range: Range, isAnchored: boolean): Promise<TransactionRef[] | "long"> {
    const { from, to } = range;
    const read = async (page: number, count: number) => {
      const refs = await readPage(path, { page, count, range });
      if (refs?.some(({ height }) => height < from || height > to)) throw new RangeIgnored();
      return refs;
    };
    try {
      return (await readPages(client, { path, read, keyOf, isDivisible: from < to }, !isAnchored)) ?? [];
    } catch (error) {
      if (!isRefusal(error) || from === to) throw error;
      if (!isAnchored) return "long";
    }
    const middle = Math.floor((from + to) / 2);
    const lower = await readParts(path, { from, to: middle }, isAnchored);
    const upper = await readParts(path, { from: middle + 1, to }, isAnchored);
    return lower === "long" || upper === "long" ? "long" : [...lower, ...upper];
  }

  function walk(path: string, { from, to }: Range): Promise<TransactionRef[]> {
    const read = async (page: number, count: number) => {
      const refs = await readPage(path, { page, count });
      const isAscending = refs?.every((ref, at) => at === 0 || ref.height >= (refs[at - 1]?.height ?? 0)) ?? true;
      if (!isAscending) throw client.error("lying", `${path} was asked for oldest first, and page ${page} is not.`);
      return refs;
    };
    const refOf = (ref: TransactionRef) => Promise.resolve(ref);
    const walker = walkers.get(path) ?? createGrowingList(client, steady, { path, read, keyOf, refOf });
    walkers.set(path, walker);
    return walker(from, to);
  }

  async function readAssetRange(path: string, range: Range): Promise<TransactionRef[]> {
    try {
      if (!assetsIgnoreRange) return await readRange(path, range);
    } catch (error) {
      if (!(error instanceof RangeIgnored)) throw error;
      assetsIgnoreRange = true;
    }
    return walk(path, range);
  }

  return {
    async ofAddress(address, from, to) {
      if (from > to) return [];
      const path = `addresses/${encodeURIComponent(address)}/transactions`;
      try {
        return await readRange(path, { from, to });
      } catch (error) {
        if (!(error instanceof RangeIgnored)) throw error;
        const text = `${path} ignores the range of blocks ${from} to ${to} it was asked for. Use a server that honours from and to.`;
        throw client.error("lying", text);
      }
    },
    async ofAsset(unit, from, to) {
      if (from > to) return [];
      const listed = await readAssetRange(`assets/${encodeURIComponent(unit)}/transactions`, { from, to });
      const burns = await readBurns(unit, from, to, new Set(listed.map(keyOf)));
      return inOrder([...listed, ...burns]);
    },
  };
}

const toRef = ({ tx_hash: hash, block_height: height, block_time }: RefAnswer): TransactionRef => ({
  hash,
  height,
  timeSeconds: block_time ?? undefined,
});

const keyOf = ({ hash }: TransactionRef) => hash;
