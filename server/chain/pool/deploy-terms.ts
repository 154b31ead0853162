import type { TxOutput } from "@/server/domain/ports";
import type { Lovelace, Slot } from "@/server/domain/units";
import type { ChainTerms } from "../transaction/evaluate";
import type { PoolScript } from "./script";

/** A limit against mistakes: no deployment costs as much. */
export const DEPLOY_MAX_FEE: Lovelace = 5_000_000n;

export type DeployTerms = {
  readonly script: PoolScript;
  readonly chain: ChainTerms;
  readonly funding: readonly TxOutput[];
  readonly changeAddress: string;
  readonly validUntilSlot: Slot;
};
