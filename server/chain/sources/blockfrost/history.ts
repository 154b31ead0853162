import type { TransactionRef } from "@/server/domain/ports";
import type { AssetUnit, Height } from "@/server/domain/units";
import { transactionRefs } from "./answers";
import type { BlockReader } from "./blocks";
import { createBurnReader } from "./burns";
import { type BlockfrostClient, PAGE_SIZE } from "./client";
import type { Pager } from "./paging";

type Order = "asc" | "desc";
type Range = { readonly from: Height; readonly to: Height };

export type HistoryReader = {
  ofAddress(address: string, from: Height, to: Height): Promise<TransactionRef[]>;
  ofAsset(unit: AssetUnit, from: Height, to: Height): Promise<TransactionRef[]>;
};

export function createHistoryReader(client: BlockfrostClient, blocks: BlockReader, pager: Pager): HistoryReader {
  const readBurns = createBurnReader(client);
  // Known once an asset's answer left its range: such servers are older than the parameter and not to blame.
  let assetsIgnoreRange = false;

  /** Null when entries outside the range show that the server ignores it. */
  async function readRange(path: string, range: Range): Promise<TransactionRef[] | null> {
    let ignored = false;
    const isOutside = ({ height }: TransactionRef) => height < range.from || height > range.to;
    const readPage = async (page: number) => {
      const refs = await readPageOf(client, path, { page, order: "asc", ...range });
      ignored ||= refs.some(isOutside);
      return ignored ? [] : refs;
    };
    const refs = await pager.readSteady(path, readPage, { keyOf, height: range.to });
    return ignored ? null : inOrder(refs);
  }

  /** Walks from whichever end of the history is likely nearer to the range. */
  async function walk(path: string, range: Range): Promise<TransactionRef[]> {
    const { height: tipHeight } = await blocks.tip();
    const order: Order = range.to < tipHeight - range.from ? "asc" : "desc";
    const isPast = ({ height }: TransactionRef) => (order === "asc" ? height > range.to : height < range.from);
    const readPage = (page: number) => readPageOf(client, path, { page, order });
    const refs = await pager.readSteady(path, readPage, {
      keyOf,
      height: Math.min(range.to, tipHeight),
      isEnd: isPast,
      mayRepeat: order === "desc",
    });
    return inOrder(refs.filter(({ height }) => height >= range.from && height <= range.to));
  }

  return {
    async ofAddress(address, from, to) {
      if (from > to) return [];
      const path = `addresses/${encodeURIComponent(address)}/transactions`;
      const refs = await readRange(path, { from, to });
      if (refs) return refs;
      throw client.error(
        "lying",
        `${path} ignores the range of blocks ${from} to ${to} it was asked for. Use a server that honours from and to.`,
      );
    },
    async ofAsset(unit, from, to) {
      if (from > to) return [];
      const path = `assets/${encodeURIComponent(unit)}/transactions`;
      const burns = await readBurns(unit, from, to);
      const listed = assetsIgnoreRange ? null : await readRange(path, { from, to });
      assetsIgnoreRange ||= listed === null;
      return merge(listed ?? (await walk(path, { from, to })), burns);
    },
  };
}

type PageOf = { readonly page: number; readonly order: Order } & Partial<Range>;

async function readPageOf(client: BlockfrostClient, path: string, { page, order, from, to }: PageOf) {
  const query = { page, count: PAGE_SIZE, order, from: from || undefined, to };
  const answer = (await client.get(path, transactionRefs, query)) ?? [];
  return answer.map(
    (entry): TransactionRef => ({
      hash: entry.tx_hash,
      height: entry.block_height,
      indexInBlock: entry.tx_index,
    }),
  );
}

/** A burn that leaves some of the asset is in both lists. */
function merge(listed: readonly TransactionRef[], burns: readonly TransactionRef[]): TransactionRef[] {
  return inOrder([...new Map([...listed, ...burns].map((ref) => [ref.hash, ref])).values()]);
}

const keyOf = ({ hash }: TransactionRef) => hash;
const inOrder = (refs: readonly TransactionRef[]) =>
  [...refs].sort((a, b) => a.height - b.height || a.indexInBlock - b.indexInBlock);
