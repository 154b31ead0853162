import type { ChainTrouble } from "../domain/monitoring/chain-evidence";
import { formatMinute } from "./format";
import { sentence } from "./sentence";

/** A sentence that says what is wrong with the chain. It does not change while that lasts. */
export function sayChainTrouble(trouble: ChainTrouble): string {
  switch (trouble.kind) {
    case "stalled":
      return `No source has told a new block since ${formatMinute(trouble.sinceMs)}.`;
    case "fork":
      return sentence(
        `${trouble.source} tells another chain than the one that we read: ${trouble.reason ?? "why is not known"}`,
      );
    case "other-chain":
      return sentence(trouble.said);
    case "rollback": {
      const { fromHeight, toHeight, sinceMs } = trouble;
      const depth = `${fromHeight - toHeight} blocks, from block ${fromHeight} to ${toHeight}`;
      return `The chain took back ${depth}, at ${formatMinute(sinceMs)}.`;
    }
    case "behind":
      return `Our scan has been behind the chain since ${formatMinute(trouble.sinceMs)}.`;
  }
}
