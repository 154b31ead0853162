import type { ChainSource } from "@/server/domain/ports";
import { createSteady } from "../http/steady";
import { createSlotTimes } from "../slot-times";
import { submitTransaction } from "../submit";
import { readRewardAccount } from "./accounts";
import { readBlockTransactions } from "./block-transactions";
import { createBlockReader } from "./blocks";
import { createKoiosClient, type KoiosOptions, submitDoor } from "./client";
import { readGenesis } from "./genesis";
import { createHistoryReader } from "./history";
import { readAssetHolders, readAssetSupply, readUnspentOutputs } from "./holdings";
import { readParameters } from "./parameters";
import { readScript } from "./scripts";
import { createTransactionReader } from "./transactions";

/**
 * A chain read through Koios (v1), which is db-sync's database behind PostgREST: the public service, or one's own
 * instance. Reads throw `ChainSourceError`. Nothing is believed for having been read before, but the network's eras.
 */
export function createKoiosSource(options: KoiosOptions): ChainSource {
  const client = createKoiosClient(options);
  const { genesis, timeOfSlot } = createSlotTimes(client, () => readGenesis(client));
  const blocks = createBlockReader(client, timeOfSlot);
  const steady = createSteady(client, blocks);
  const history = createHistoryReader(client, blocks, steady);
  const transactions = createTransactionReader(client, timeOfSlot);
  return {
    name: client.name,
    kind: "koios",
    genesis,
    tip: blocks.tip,
    block: blocks.block,
    blocksAfter: blocks.blocksAfter,
    addressTransactions: history.ofAddress,
    assetTransactions: history.ofAsset,
    blockTransactions: (blockHash) => readBlockTransactions(client, steady, blockHash),
    transactionPlace: transactions.place,
    transactionBytes: transactions.bytes,
    unspentOutputs: (address, unit, most) => readUnspentOutputs(client, steady, address, { unit, most }),
    assetHolders: (unit) => readAssetHolders(client, steady, unit),
    assetSupply: (unit) => readAssetSupply(client, unit),
    rewardAccount: (stakeAddress) => readRewardAccount(client, stakeAddress),
    script: (hash) => readScript(client, hash),
    parameters: () => readParameters(client),
    submit: (tx) => submitTransaction(submitDoor(client), tx, options.submitTimeoutMs),
  };
}
