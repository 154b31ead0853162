import type { z } from "zod";
import { showRef } from "@/server/domain/cardano/out-ref";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import * as answers from "./answers";
import { type BlockfrostClient, PAGE_SIZE } from "./client";
import { toOutput } from "./outputs";
import type { Pager } from "./paging";

export async function readUnspentOutputs(
  client: BlockfrostClient,
  pager: Pager,
  address: string,
  unit?: AssetUnit,
): Promise<TxOutput[]> {
  const path = `addresses/${encodeURIComponent(address)}/utxos${unit ? `/${encodeURIComponent(unit)}` : ""}`;
  const entries = await readList({ client, pager }, path, answers.unspent, (entry) =>
    showRef({ txHash: entry.tx_hash, index: entry.output_index }),
  );
  return entries.map((entry) => {
    const output = toOutput(client, { ...entry, address: entry.address ?? address }, entry.tx_hash);
    if (output.address !== address) {
      throw client.error("lying", `an output of ${output.address} is among those of ${address}.`);
    }
    if (unit && !output.assets[unit]) {
      throw client.error("lying", `an output without ${unit} is among those that hold it.`);
    }
    return output;
  });
}

export async function readAssetHolders(client: BlockfrostClient, pager: Pager, unit: AssetUnit) {
  const path = `assets/${encodeURIComponent(unit)}/addresses`;
  return readList({ client, pager }, path, answers.holders, (holder) => holder.address);
}

export async function readAssetSupply(client: BlockfrostClient, unit: AssetUnit): Promise<bigint | null> {
  const answer = await client.get(`assets/${encodeURIComponent(unit)}`, answers.asset);
  if (!answer) return null;
  if (answer.asset !== unit) throw client.error("lying", `asked for asset ${unit}, got ${answer.asset}.`);
  return answer.quantity;
}

/** A list as of one tip; what was never seen on chain (404) has none. */
async function readList<T>(
  { client, pager }: { client: BlockfrostClient; pager: Pager },
  path: string,
  schema: z.ZodType<T[]>,
  keyOf: (entry: T) => string,
): Promise<T[]> {
  const readPage = async (page: number): Promise<T[]> =>
    (await client.get(path, schema, { page, count: PAGE_SIZE, order: "asc" })) ?? [];
  return pager.readSteady(path, readPage, { keyOf });
}
