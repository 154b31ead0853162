import { decodeTransaction } from "@/server/domain/cardano/decode-transaction";
import type { AssetUnit, Height, Hex } from "@/server/domain/units";
import * as answers from "../answers";
import type { BlockfrostClient } from "../client";
import { PAGE_SIZE } from "../pages";
import { askPlace } from "../places";
import { readTransactionBytes } from "../transaction-bytes";
import type { Probe } from "./probe";

/** Something of the chain that questions can be asked about. */
export type Sample = {
  readonly height: Height;
  readonly address: string | null;
  readonly asset: AssetUnit | null;
};

/** How far below the tip blocks with transactions are looked for. */
const DISTANCES = [100, 1_000, 10_000, 100_000];
const TRANSACTIONS_TRIED = 8;

/**
 * A transaction's address and asset; null where the newest blocks hold no transaction. Asks the routes of blocks and
 * transactions on the way, and says how many blocks were served where there were at least as many as were asked for.
 */
export async function findSample(client: BlockfrostClient, probe: Probe, tipHeight: Height) {
  let pageSize: number | null = null;
  for (const distance of DISTANCES) {
    const height = Math.max(1, tipHeight - distance);
    const start = await probe.ask("blocks/{height}", () => client.get(`blocks/${height}`, answers.block));
    if (!start) break;
    await probe.ask("blocks/{hash}", () => client.get(`blocks/${start.hash}`, answers.block));
    const next = () => client.get(`blocks/${start.hash}/next`, answers.blocks, { page: 1, count: PAGE_SIZE });
    const blocks = (await probe.ask("blocks/{hash}/next", next)) ?? [];
    if (blocks.length === PAGE_SIZE || blocks.length < tipHeight - height) pageSize = blocks.length;
    const block = blocks.findLast(({ tx_count }) => (tx_count ?? 0) > 0);
    const sample = block && (await sampleOf(client, probe, block));
    if (sample) return { sample, pageSize };
    if (height === 1) break;
  }
  return { sample: null, pageSize };
}

async function sampleOf(client: BlockfrostClient, probe: Probe, { hash, height }: answers.BlockAnswer) {
  const read = () => client.get(`blocks/${hash}/txs`, answers.transactionHashes);
  const hashes = ((await probe.ask("blocks/{hash}/txs", read)) ?? []).slice(0, TRANSACTIONS_TRIED);
  let sample = null as Sample | null;
  for (const transaction of hashes) {
    await probe.ask("txs/{hash}", () => askPlace(client, transaction));
    const bytes = await probe.ask("txs/{hash}/cbor", () => readTransactionBytes(client, transaction));
    const outputs = bytes ? outputsOf(bytes) : [];
    const holder = outputs.find(({ assets }) => Object.keys(assets).length > 0);
    const [asset = null] = Object.keys(holder?.assets ?? {});
    const { address = null } = holder ?? outputs[0] ?? {};
    sample = asset || !sample?.address ? { height, address, asset } : sample;
    if (asset || bytes === undefined) break;
  }
  return sample;
}

function outputsOf(bytes: Hex) {
  try {
    return decodeTransaction(bytes).outputs;
  } catch {
    return []; // of an older era, or with something that is not read here: another one will do
  }
}
