import { setTimeout as sleep } from "node:timers/promises";
import { aloneBeside, isBeside } from "@/db/beside";
import { LostRace } from "@/server/services/lost-race";
import type { PayoutContext } from "@/server/services/payout/payout-context";
import { type SwapOrder, swapScan } from "@/server/services/scan/swap-scan";
import { readOnAndCompare, sayComparison, type Tell, type Told, withRescan } from "./rescan";

/** The live scan moves on, and so does the rescan: the two meet within a few blocks. */
const MOST_TRIES = 5;
const PAUSE_MS = 2_000;

/**
 * Puts the rescan in the live scan's place: read on to the tip and compared once more, and then in one transaction.
 * Where they differ nothing is changed, unless `order` says to replace it.
 */
export function swap(ctx: PayoutContext, url: string, order: SwapOrder, tell: Tell): Promise<Told> {
  return aloneBeside(url, async () => {
    if (!(await isBeside(ctx.db))) {
      tell("There is no rescan: npm run scan -- rescan makes one. One that was swapped in is the live scan now.");
      return { ok: false, swapped: false };
    }
    return withRescan(ctx, url, async (fresh) => {
      for (let tries = 1; ; tries++) {
        const compared = await readOnAndCompare(ctx, fresh, tell);
        if ("isBehind" in compared) return { ...compared.isBehind, swapped: false };
        try {
          const done = await swapScan({ ...ctx, fresh }, compared, order);
          sayComparison(done, tell);
          tell(done.swapped ? "The rescan is the live scan now." : sayRefusal(done.unsettled));
          return { ok: done.swapped, atTip: true, ...done };
        } catch (error) {
          if (!(error instanceof LostRace)) throw error;
          tell(error.message);
          if (tries === MOST_TRIES) {
            tell("Nothing was changed. Run npm run scan -- swap again: it catches up by itself.");
            return { ok: false, atTip: true, swapped: false, detail: error.message };
          }
          await sleep(PAUSE_MS);
        }
      }
    });
  });
}

const sayRefusal = (unsettled: number) =>
  `Nothing was changed. ${
    unsettled > 0
      ? "Repeat it once their players are known in both."
      : "If the rescan is right: npm run scan -- swap --replace --reason TEXT, after OPERATIONS.md, “Scanning once more”."
  }`;
