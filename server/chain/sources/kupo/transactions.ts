import type { TransactionPlace } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";
import { checkTransactionBytes } from "../check-bytes";
import type { BlockReader } from "./blocks";
import type { Point } from "./index/client";
import type { MatchReader } from "./matches";
import type { NodeBlock, NodeTransaction } from "./node/chain-sync";
import type { OgmiosClient } from "./node/client";
import type { Servers } from "./servers";

type Found = { readonly block: NodeBlock; readonly transaction: NodeTransaction };

/**
 * Transactions by their ids. Ogmios knows blocks by their points alone, so Kupo is asked where one made an output. One
 * that failed and got nothing back made none: it is found where a list has named it.
 */
export function createTransactionReader(
  servers: Servers,
  ogmios: OgmiosClient,
  blocks: BlockReader,
  matches: MatchReader,
) {
  const { kupo, cache, clock } = servers;

  function find(hash: Hex): Promise<Found | null> {
    return matches.steadily(`transaction ${hash}`, async () => {
      const { common: tip } = await blocks.meeting();
      const said = cache.placeOf(hash);
      const remembered = said && (await blocks.isOnChain(said, tip)) ? await blocks.read(said) : null;
      const again = remembered?.transactions.get(hash);
      if (remembered && again) return { block: remembered, transaction: again };
      const point = await ask(hash);
      if (!point || point.slot > tip.slot) return null;
      const block = await blocks.read(point);
      if (!block || !(await blocks.isOnChain(point, tip))) return "moved";
      const transaction = block.transactions.get(hash);
      if (transaction) return { block, transaction };
      throw kupo.error("lying", `transaction ${hash} is said to be in block ${point.hash}, which does not hold it.`);
    });
  }

  async function ask(hash: Hex): Promise<Point | null> {
    const pattern = `*@${hash}`;
    const made = (await kupo.matches({ pattern })) ?? [];
    const [first] = made;
    if (!first) {
      await matches.demandIndexed({ pattern });
      return null;
    }
    const isOne = made.every(
      ({ transaction_id, created_at }) => transaction_id === hash && created_at.hash === first.created_at.hash,
    );
    if (!isOne)
      throw kupo.error("lying", `outputs of transaction ${hash} are said to be of several, or in several blocks.`);
    return first.created_at;
  }

  return {
    async place(hash: Hex): Promise<TransactionPlace | null> {
      const found = await find(hash);
      if (!found) return null;
      const { hash: blockHash, height, slot } = found.block.header;
      return { blockHash, height, slot, timeMs: await clock.timeOf(slot), valid: found.transaction.valid };
    },
    async bytes(hash: Hex): Promise<Hex | null> {
      const found = await find(hash);
      if (!found) return null;
      const { cbor } = found.transaction;
      if (cbor !== null) return checkTransactionBytes(ogmios, hash, cbor);
      throw ogmios.error(
        "not-supported",
        "blocks come without the bytes of their transactions. Start Ogmios with --include-transaction-cbor.",
      );
    },
  };
}
