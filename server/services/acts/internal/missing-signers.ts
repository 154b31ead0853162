import type { Hex } from "@/server/domain/units";
import type { LivePool } from "../../pool/load-pool";
import type { ActRow } from "./act-rows";
import { type ActSignatureRow, countedOf } from "./act-signatures";
import { askedOf } from "./asked";

/** Whose signatures an act still needs, and how many approvers have signed it. */
export function missingSigners(row: ActRow, pool: LivePool, signatures: readonly ActSignatureRow[]) {
  const { all, approvers, threshold } = askedOf(row, pool);
  const own = signatures.filter(({ text }) => text === row.text);
  const counted = countedOf(own, all);
  const approvals = approvers.filter((approver) => counted.has(approver)).length;
  const isNeeded = (key: Hex) => !counted.has(key) && (approvals < threshold || !approvers.includes(key));
  return { keys: all.filter(isNeeded), approvals, threshold };
}
