import type { BlockHeader, TransactionPlace } from "@/server/domain/ports";
import type { Height, Hex } from "@/server/domain/units";
import * as answers from "./answers";
import type { GraphqlClient } from "./client";
import { BLOCK_BY_HASH, BLOCK_BY_NUMBER, NETWORK, PLACE, TIP } from "./queries";

/** Blocks and places, with times in whole seconds: the server tells no eras and no parts of a second. */
export type BlockReader = {
  networkMagic(): Promise<number>;
  tip(): Promise<BlockHeader>;
  block(hashOrHeight: Hex | Height): Promise<BlockHeader | null>;
  place(hash: Hex): Promise<TransactionPlace | null>;
};

export function createBlockReader(client: GraphqlClient): BlockReader {
  return {
    async networkMagic() {
      return (await client.ask(NETWORK, {}, answers.network)).genesis.shelley.networkMagic;
    },
    async tip() {
      const { cardano } = await client.ask(TIP, {}, answers.tip);
      const header = toHeader(cardano.tip);
      if (header) return header;
      throw client.error(
        "unavailable",
        "its tip has no number: it has read no block yet. Wait until db-sync is further.",
      );
    },
    async block(hashOrHeight) {
      const isHeight = typeof hashOrHeight === "number";
      const { blocks } = isHeight
        ? await client.ask(BLOCK_BY_NUMBER, { number: hashOrHeight }, answers.blocks)
        : await client.ask(BLOCK_BY_HASH, { hash: hashOrHeight }, answers.blocks);
      const [answer, another] = blocks;
      if (!answer) return null;
      const got = isHeight ? answer.number : answer.hash;
      if (got !== hashOrHeight) throw client.error("lying", `asked for block ${hashOrHeight}, got ${got}.`);
      if (another)
        throw client.error("lying", `there are two blocks ${hashOrHeight}: ${answer.hash}, ${another.hash}.`);
      return toHeader(answer);
    },
    async place(hash) {
      const { transactions } = await client.ask(PLACE, { hash }, answers.places);
      const [answer, another] = transactions;
      if (!answer?.block) return null;
      if (answer.hash !== hash) throw client.error("lying", `asked for transaction ${hash}, got ${answer.hash}.`);
      if (another) throw client.error("lying", `there are two transactions ${hash}.`);
      const { number, slotNo, forgedAt, hash: blockHash } = answer.block;
      if (number === null || slotNo === null) return null;
      return { blockHash, height: number, slot: slotNo, timeMs: forgedAt, valid: answer.validContract };
    },
  };
}

/** Null for what is before the numbered blocks: the genesis, and Byron's boundaries of epochs. */
function toHeader({ hash, number, slotNo, forgedAt, previousBlock }: answers.HeaderAnswer): BlockHeader | null {
  if (number === null || slotNo === null) return null;
  return { hash, height: number, slot: slotNo, timeMs: forgedAt, previousHash: previousBlock?.hash ?? null };
}
