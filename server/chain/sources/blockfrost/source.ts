import type { ChainSource } from "@/server/domain/ports";
import { createSteady } from "../http/steady";
import { createSlotTimes } from "../slot-times";
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
import { readTransactionBytes } from "./transaction-bytes";

/**
 * A chain read through any server that speaks Blockfrost's API (Blockfrost itself, Blockfrost RYO, Dolos,
 * Yaci Store, our devnet). Reads throw `ChainSourceError`. Nothing is believed
 * for having been read before, but the network's eras; what else is remembered only says where to look first.
 */
export function createBlockfrostSource(options: BlockfrostOptions): ChainSource {
  const client = createBlockfrostClient(options);
  const { genesis, timeOfSlot } = createSlotTimes(client, () => readGenesis(client));
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
