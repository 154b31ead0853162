import type { Operations } from "@/server/domain/day/operations";
import type { Rules } from "@/server/domain/rules/rules";
import type { ChainNow } from "../chain-now";
import type { LivePool } from "../pool/load-pool";

/** One view of the chain, the pool and the operations in force. */
export type PoolSituation = {
  readonly now: ChainNow;
  readonly pool: LivePool;
  readonly operations: Operations;
};

/** What every step of a day sees: the same, with the rules, which belong to a day. */
export type Situation = PoolSituation & { readonly rules: Rules; readonly rulesVersion: number };
