import type { z } from "zod";
import type { TxOutput } from "@/server/domain/ports";
import type { AssetUnit } from "@/server/domain/units";
import { checkHeld } from "../check-held";
import type { Steady } from "../http/steady";
import * as answers from "./answers";
import type { BlockfrostClient } from "./client";
import { toOutput } from "./outputs";
import { type List, readPages } from "./pages";

export async function readUnspentOutputs(
  client: BlockfrostClient,
  steady: Steady,
  address: string,
  { unit, most }: { readonly unit: AssetUnit | undefined; readonly most: number | undefined },
): Promise<TxOutput[]> {
  const path = `addresses/${encodeURIComponent(address)}/utxos${unit ? `/${encodeURIComponent(unit)}` : ""}`;
  const keyOf = (entry: z.output<typeof answers.unspent>[number]) => `${entry.tx_hash}#${entry.output_index}`;
  const entries = await readList(client, steady, { path, keyOf, most }, answers.unspent);
  return entries.map((entry) => {
    const output = toOutput(client, { ...entry, address: entry.address ?? address }, entry.tx_hash);
    return checkHeld(client, output, { address, unit });
  });
}

export async function readAssetHolders(client: BlockfrostClient, steady: Steady, unit: AssetUnit) {
  const path = `assets/${encodeURIComponent(unit)}/addresses`;
  return readList(client, steady, { path, keyOf: (holder) => holder.address }, answers.holders);
}

export async function readAssetSupply(client: BlockfrostClient, unit: AssetUnit): Promise<bigint | null> {
  const answer = await client.get(`assets/${encodeURIComponent(unit)}`, answers.asset);
  if (!answer) return null;
  if (answer.asset !== unit) throw client.error("lying", `asked for asset ${unit}, got ${answer.asset}.`);
  return answer.quantity;
}

/** A list as of one tip; what was never seen on chain (404) has none. */
async function readList<T>(
  client: BlockfrostClient,
  steady: Steady,
  list: Pick<List<T>, "path" | "keyOf" | "most">,
  schema: z.ZodType<T[]>,
): Promise<T[]> {
  const read = (page: number, count: number) => client.get(list.path, schema, { page, count, order: "asc" });
  const entries = await steady(list.path, undefined, (isAnchored) => readPages(client, { ...list, read }, !isAnchored));
  return entries ?? [];
}
