import type { Operations } from "@/server/domain/day/operations";
import type { PosixMs } from "@/server/domain/units";
import type { ActRow } from "./act-rows";

/** When the engine stops sending an act that was asked for, by the chain's time: it holds other transactions back. */
export function sendUntilMs({ sendAskedAt }: ActRow, { transactionLifetimeMs }: Operations): PosixMs {
  return (sendAskedAt?.getTime() ?? 0) + transactionLifetimeMs;
}
