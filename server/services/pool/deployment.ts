import type { PoolScript } from "@/server/chain/pool/script";
import type { ReferenceScripts } from "@/server/chain/pool/spend-terms";
import type { Settings } from "@/server/domain/contract/types";
import type { BlockHeader } from "@/server/domain/ports";
import type { Hex } from "@/server/domain/units";

/** A pool as it was created. */
export type Deployment = {
  readonly script: PoolScript;
  readonly settings: Settings;
  readonly referenceScripts: ReferenceScripts;
  readonly deployTxHash: Hex;
  /** The first block of the scan: before anything was sent, and so deep that no rollback reaches it. */
  readonly start: BlockHeader;
  /** What moved it before a database knows it: nobody could have proposed that there. */
  readonly earlier?: readonly Hex[];
};
