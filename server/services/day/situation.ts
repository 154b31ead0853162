import type { Operations } from "@/server/domain/day/operations";
import type { Rules } from "@/server/domain/rules/rules";
import type { ChainNow } from "../chain-now";
import type { LivePool } from "../pool/load-pool";

/** What every step of a day sees: one view of the chain, the pool and what is in force. */
export type Situation = {
  readonly now: ChainNow;
  readonly pool: LivePool;
  readonly rules: Rules;
  readonly rulesVersion: number;
  readonly operations: Operations;
};
