import { makeAddress } from "@/server/domain/cardano/address";
import type { Height } from "@/server/domain/units";
import * as answers from "../answers";
import type { BlockfrostClient } from "../client";
import { PAGE_SIZE } from "../pages";
import type { Probe } from "./probe";
import type { Sample } from "./sample";

export type Ranges = "honoured" | "ignored" | "untested";

/** A hash that nobody has a key or script for: what is asked about it shows whether there is such a route. */
export const NEVER_SEEN = "00".repeat(28);

/** Asks for the lists of an address and of an asset, those of the sample where it has some. */
export async function inspectLists(
  client: BlockfrostClient,
  probe: Probe,
  { sample, networkId, tipHeight }: { sample: Sample | null; networkId: 0 | 1; tipHeight: Height },
) {
  const address = sample?.address ?? makeAddress(networkId, { kind: "key", hash: NEVER_SEEN }, null);
  const asset = sample?.asset ?? NEVER_SEEN;
  const other = sample && (sample.height < tipHeight ? sample.height + 1 : sample.height - 1);

  /** How many entries a page has at most, and whether another block's transactions are left out. */
  async function inspectTransactions(route: string, path: string, isSeen: boolean) {
    const read = (query: { page: number; count: number; from?: Height; to?: Height }) =>
      probe.ask(route, () => client.get(path, answers.transactionRefs, { order: "asc", ...query }));
    const first = (await read({ page: 1, count: PAGE_SIZE })) ?? [];
    const isCut = first.length > 0 && first.length < PAGE_SIZE;
    const second = (isCut && (await read({ page: 2, count: first.length }))) || [];
    const pageSize = first.length === PAGE_SIZE || second.length > 0 ? first.length : null;
    if (!isSeen || !other) return { pageSize, ranges: "untested" as Ranges };
    const inRange = await read({ page: 1, count: PAGE_SIZE, from: other, to: other });
    const isHonoured = inRange?.every(({ block_height }) => block_height === other) ?? true;
    return { pageSize, ranges: (inRange === undefined ? "untested" : isHonoured ? "honoured" : "ignored") as Ranges };
  }

  const ofAddress = await inspectTransactions(
    "addresses/{address}/transactions",
    `addresses/${address}/transactions`,
    Boolean(sample?.address),
  );
  if (ofAddress.ranges === "ignored") {
    const text = "addresses/{address}/transactions ignores from and to. Use a server that honours them.";
    probe.problems.push(`${client.name}: ${text}`);
  }
  const ofAsset = await inspectTransactions(
    "assets/{asset}/transactions",
    `assets/${asset}/transactions`,
    Boolean(sample?.asset),
  );
  const lists = [
    ["addresses/{address}/utxos", `addresses/${address}/utxos`, answers.unspent],
    ["addresses/{address}/utxos/{asset}", `addresses/${address}/utxos/${asset}`, answers.unspent],
    ["assets/{asset}", `assets/${asset}`, answers.asset],
    ["assets/{asset}/history", `assets/${asset}/history`, answers.mintsAndBurns],
    ["assets/{asset}/addresses", `assets/${asset}/addresses`, answers.holders],
  ] as const;
  for (const [route, path, schema] of lists) await probe.ask(route, () => client.get(path, schema));
  const sizes = [ofAddress.pageSize, ofAsset.pageSize].filter((size) => size !== null);
  return { pageSizes: sizes, ranges: { addresses: ofAddress.ranges, assets: ofAsset.ranges } };
}
