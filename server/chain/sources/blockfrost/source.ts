import { slotToMsByEras } from "@/server/domain/cardano/slot-clock";
import type { ChainSource, Genesis } from "@/server/domain/ports";
import type { PosixMs, Slot } from "@/server/domain/units";
import { submitTransaction } from "../submit";
import { readRewardAccount } from "./accounts";
import { readBlockTransactions } from "./block-transactions";
import { createBlockReader } from "./blocks";
import { type BlockfrostOptions, createBlockfrostClient, submitDoor } from "./client";
import { readGenesis } from "./genesis";
import { createHistoryReader } from "./history";
import { readAssetHolders, readAssetSupply, readUnspentOutputs } from "./holdings";
import { readParameters } from "./parameters";
import { readTransactionPlace } from "./places";
import { readScript } from "./scripts";
import { createSteady } from "./steady";
import { readTransactionBytes } from "./transaction-bytes";

/**
 * A chain read through any server that speaks Blockfrost's API (Blockfrost itself, Blockfrost RYO, Dolos,
 * Yaci Store, our devnet). Reads throw `ChainSourceError`. Nothing is believed
 * for having been read before, but the network's eras; what else is remembered only says where to look first.
 */
export function createBlockfrostSource(options: BlockfrostOptions): ChainSource {
  const client = createBlockfrostClient(options);
  let known: Promise<Genesis> | null = null;

  function genesis(): Promise<Genesis> {
    const reading = readGenesis(client);
    known = reading;
    reading.catch(() => {
      if (known === reading) known = null;
    });
    return reading;
  }

  /**
   * A block's time is that of its slot: the server's own figure is in whole seconds, too coarse for short
   * slots. The two must agree, or the server's eras or its clock are wrong.
   */
  async function timeOfSlot(slot: Slot, serverSeconds: number): Promise<PosixMs> {
    const timeMs = slotToMsByEras(await (known ?? genesis()), slot);
    if (Math.abs(timeMs - serverSeconds * 1_000) <= 1_000) return timeMs;
    known = null; // a new era may have begun: the next question reads them again
    throw client.error(
      "wrong-answer",
      `slot ${slot} is dated ${serverSeconds} s, but by the server's own eras it is ${timeMs / 1_000} s.`,
    );
  }

  const blocks = createBlockReader(client, timeOfSlot);
  const steady = createSteady(client, blocks);
  const history = createHistoryReader(client, steady);
  return {
    name: client.name,
    kind: "blockfrost",
    genesis,
    tip: blocks.tip,
    block: blocks.block,
    blocksAfter: blocks.blocksAfter,
    addressTransactions: history.ofAddress,
    assetTransactions: history.ofAsset,
    blockTransactions: (blockHash) => readBlockTransactions(client, blocks, blockHash),
    transactionPlace: (hash) => readTransactionPlace(client, timeOfSlot, hash),
    transactionBytes: (hash) => readTransactionBytes(client, hash),
    unspentOutputs: (address, unit, most) => readUnspentOutputs(client, steady, address, { unit, most }),
    assetHolders: (unit) => readAssetHolders(client, steady, unit),
    assetSupply: (unit) => readAssetSupply(client, unit),
    rewardAccount: (stakeAddress) => readRewardAccount(client, stakeAddress),
    script: (hash) => readScript(client, hash),
    parameters: () => readParameters(client),
    submit: (tx) => submitTransaction(submitDoor(client), tx, options.submitTimeoutMs),
  };
}
