import { hashParameters } from "@/server/domain/day/parameters-hash";
import type { ProtocolParameters } from "@/server/domain/ports";
import type { Context } from "../../context";
import type { DayRow } from "../../day/move-day";
import { readAnew } from "../../day/read-anew";
import type { SnapshotRow } from "../../day/snapshot";
import { again, type JobResult } from "../../job-result";
import { askAgain } from "./doubt-day";

/**
 * Null if the chain's parameters are those that the day was read under. Others may be an old answer, so they are asked
 * for again over some blocks; then the day is read again, which nobody has signed for.
 */
export async function checkParameters(
  ctx: Context,
  day: DayRow,
  snapshot: SnapshotRow,
  parameters: ProtocolParameters,
): Promise<JobResult | null> {
  if (hashParameters(parameters) === snapshot.parametersHash) return null;
  const { coinsPerUtxoByte: now } = parameters;
  const price = now === snapshot.coinsPerUtxoByte ? "" : `; an output's byte costs ${now} lovelace`;
  const detail = `the protocol's parameters are not those that day ${day.dayIndex} was read under${price}`;
  return askAgain(ctx, day, { snapshot, kind: "other-parameters", said: `${detail}.` }, async (tx, atMs) => {
    await readAnew(tx, day, { actor: "job:advance", atMs, detail });
    return again(`day ${day.dayIndex} is read again: ${detail}`);
  });
}
