import type { ChainSource } from "@/server/domain/ports";
import type { Patience } from "../http/client";
import { SUBMIT_TIMEOUT_MS } from "../submit";
import { createBlockCache } from "./block-cache";
import { createBlockReader } from "./blocks";
import { createClock } from "./clock";
import { createHistoryReader } from "./history";
import { createHoldingsReader } from "./holdings";
import { createKupoClient } from "./index/client";
import { createMatchReader } from "./matches";
import { createChainSync } from "./node/chain-sync";
import { createOgmiosClient } from "./node/client";
import { readParameters, readRewardAccount, readScript } from "./state";
import { submitByOgmios } from "./submit";
import { createTransactionReader } from "./transactions";

export type KupoOptions = Patience & {
  /** As in http://127.0.0.1:1442 */
  readonly kupoUrl: string;
  /** As in ws://127.0.0.1:1337 */
  readonly ogmiosUrl: string;
  /** For messages; the hosts when left out. */
  readonly name?: string | undefined;
  /** How long a submission may take; it is never repeated here. */
  readonly submitTimeoutMs?: number | undefined;
};

/**
 * A chain read through two servers at one node: Kupo, an index of outputs, and Ogmios, which tells blocks with the
 * bytes of their transactions. Lists are Kupo's; headers, heights, bytes and validity are the node's own. All that is
 * answered is of one chain that both know. Reads throw `ChainSourceError`. Nothing is believed for having been read
 * before, but the network's eras and that Kupo keeps what is spent: the newest block is asked for each time, and one
 * that is remembered is on the chain where the newest leads back to it, or where the node says so.
 */
export function createKupoSource(options: KupoOptions): ChainSource {
  const { kupoUrl, ogmiosUrl, name, timeoutMs, retry, submitTimeoutMs = SUBMIT_TIMEOUT_MS } = options;
  const named = (kind: string) => (name === undefined ? {} : { name: `${name} (${kind})` });
  const kupo = createKupoClient({ url: kupoUrl, timeoutMs, retry, ...named("Kupo") });
  const ogmios = createOgmiosClient({ url: ogmiosUrl, timeoutMs, retry, submitTimeoutMs, ...named("Ogmios") });
  const clock = createClock(ogmios);
  const servers = { kupo, clock, sync: createChainSync(ogmios), cache: createBlockCache() };
  const blocks = createBlockReader(servers);
  const matches = createMatchReader(servers);
  const history = createHistoryReader(servers, blocks, matches);
  const holdings = createHoldingsReader(servers, blocks, matches);
  const transactions = createTransactionReader(servers, ogmios, blocks, matches);
  return {
    name: name ?? `${kupo.name} and ${ogmios.name}`,
    kind: "kupo",
    genesis: clock.genesis,
    tip: async () => blocks.toHeader(await blocks.common()),
    async block(hashOrHeight, hint) {
      const tip = await blocks.common();
      const header =
        typeof hashOrHeight === "number"
          ? await blocks.atHeight(hashOrHeight, tip)
          : await blocks.find(hashOrHeight, hint, tip);
      return header && blocks.toHeader(header);
    },
    async blocksAfter(hash, limit, hint) {
      const headers = await blocks.after(hash, limit, hint);
      return headers && Promise.all(headers.map(blocks.toHeader));
    },
    addressTransactions: history.ofAddress,
    assetTransactions: history.ofAsset,
    async blockTransactions(blockHash, hint) {
      const tip = await blocks.common();
      const header = await blocks.find(blockHash, hint, tip);
      const block = header && (await blocks.read(header));
      return block && [...block.transactions.keys()];
    },
    transactionPlace: transactions.place,
    transactionBytes: transactions.bytes,
    unspentOutputs: (address, unit) => holdings.unspentOutputs(address, unit),
    assetHolders: holdings.assetHolders,
    assetSupply: holdings.assetSupply,
    rewardAccount: (stakeAddress) => readRewardAccount(ogmios, stakeAddress),
    script: (hash) => readScript(kupo, hash),
    parameters: () => readParameters(ogmios),
    submit: (tx) => submitByOgmios(ogmios, tx),
  };
}
