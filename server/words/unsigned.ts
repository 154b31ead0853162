import type { PosixMs } from "../domain/units";
import { formatMinute } from "./format";

/** A request that the oracle has not signed, in whole sentences. */
export function sayUnsigned({
  sinceMs,
  isRefused,
}: {
  readonly sinceMs: PosixMs;
  readonly isRefused: boolean;
}): string {
  const asked = `The oracle was asked at ${formatMinute(sinceMs)}`;
  return isRefused
    ? `${asked} and refuses to sign: npm run status says why. It is asked again.`
    : `${asked} and has not answered yet, which counts as signed. It is asked again.`;
}
