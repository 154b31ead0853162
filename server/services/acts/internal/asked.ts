import { newKeyOf } from "@/server/domain/contract/wanted-act";
import type { Hex } from "@/server/domain/units";
import type { LivePool } from "../../pool/load-pool";
import { keysAskedBy } from "../../pool-commands/plan-act";
import type { ActRow } from "./act-rows";
import { wantedOfRow } from "./fates";

/** Who may sign an act, also one that the contract would refuse as the pool stands. */
export type Asked = {
  readonly approvers: readonly Hex[];
  readonly threshold: number;
  /** A new key that must consent; null if there is none. */
  readonly consentOf: Hex | null;
  /** All of these keys. */
  readonly all: readonly Hex[];
};

export function askedOf(row: ActRow, pool: LivePool): Asked {
  const { approvers, threshold } = pool.settings;
  const consentOf = newKeyOf(wantedOfRow(row, pool));
  return { approvers, threshold, consentOf, all: keysAskedBy({ approvers, consentOf }) };
}
