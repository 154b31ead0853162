import type { BlockCache } from "./block-cache";
import type { Clock } from "./clock";
import type { KupoClient } from "./index/client";
import type { ChainSync, NodeBlock } from "./node/chain-sync";

/** A block's header, but for its time, which is that of its slot. */
export type Header = NodeBlock["header"];

/** The two servers, and what is remembered of them. */
export type Servers = {
  readonly kupo: KupoClient;
  readonly sync: ChainSync;
  readonly cache: BlockCache;
  readonly clock: Clock;
};
