import { parseAddress } from "@/server/domain/cardano/address";
import type { TxOutput } from "@/server/domain/ports";
import type { PoolScript } from "./script";

/**
 * Whether nobody can ever spend an output that is not the pool: the pool's script refuses every output without a datum,
 * and the governor's refuses all. With a datum, whoever has a pool of their own can take along what is at ours
 * (contracts/README.md, "Making a pool").
 */
export function isLocked(
  output: Pick<TxOutput, "address" | "inlineDatum" | "datumHash">,
  { hash, governor }: Pick<PoolScript, "hash" | "governor">,
): boolean {
  const address = parseAddress(output.address);
  if ("problem" in address || address.kind === "byron" || address.kind === "reward") return false;
  const { payment } = address;
  if (payment.kind !== "script") return false;
  const hasDatum = output.inlineDatum !== null || output.datumHash !== null;
  return payment.hash === governor.hash || (payment.hash === hash && !hasDatum);
}
