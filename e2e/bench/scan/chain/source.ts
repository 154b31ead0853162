import { setImmediate as nextTurn } from "node:timers/promises";
import type { ChainSource, Genesis, TransactionRef } from "@/server/domain/ports";
import { NETWORK_MAGIC, SYSTEM_START_S } from "@/server/testing/scan/chain/terms";
import { type Lookup, placeIn } from "./view";

export const SECURITY_PARAM = 2_160;

const GENESIS: Genesis = {
  networkMagic: NETWORK_MAGIC,
  systemStartMs: SYSTEM_START_S * 1_000,
  securityParam: SECURITY_PARAM,
  eras: [{ startSlot: 0, startTimeMs: 0, slotLengthMs: 1_000 }],
};

/** The chain without a server between: what the scan itself costs. */
export function createInProcessSource(lookup: Lookup): ChainSource {
  const { store } = lookup;
  const list = async (subject: string, from: number, to: number): Promise<TransactionRef[]> =>
    lookup
      .listOf(subject, from, to)
      .map(({ number, block }) => ({ hash: store.idOf(number), height: block.height }))
      .sort((a, b) => a.height - b.height || (a.hash < b.hash ? -1 : 1));
  return {
    kind: "blockfrost",
    name: "the bench's own chain",
    genesis: async () => GENESIS,
    tip: async () => lookup.tip(),
    block: async (wanted) => (typeof wanted === "number" ? lookup.blockAt(wanted) : lookup.blockOf(wanted)),
    async blocksAfter(hash, limit) {
      const block = lookup.blockOf(hash);
      return block && lookup.blocksAfter(block, limit);
    },
    addressTransactions: list,
    assetTransactions: list,
    async blockTransactions(hash) {
      const block = lookup.blockOf(hash);
      return block && lookup.idsOf(block);
    },
    async transactionPlace(hash) {
      const found = lookup.find(hash);
      return found && placeIn(found.block);
    },
    async transactionBytes(hash) {
      // As with a server, others have their turn until it answers.
      await nextTurn();
      const found = lookup.find(hash);
      return found && store.bytesOf(found.number);
    },
    unspentOutputs: unused,
    assetHolders: unused,
    assetSupply: unused,
    rewardAccount: unused,
    script: unused,
    parameters: unused,
    submit: unused,
  };
}

function unused(): never {
  throw new Error("the scan does not ask for this");
}
