import { minimumOutputLovelace } from "@/server/domain/cardano/minimum-output";
import { sum } from "@/server/domain/integers";
import type { LineReason } from "@/server/domain/rewards/reward-line";
import type { Identity, Lovelace } from "@/server/domain/units";
import type { Estimate } from "./estimate";

/** What today would pay if the newest block were the day's last. */
export type ExpectedAmounts = {
  readonly earnedLovelace: Lovelace;
  /** Left owed by earlier days, and part of today's payout. */
  readonly openingLovelace: Lovelace;
  /** Left owed by earlier days, and settled before today by days that have ended: not part of today's payout. */
  readonly settledBeforeLovelace: Lovelace;
  readonly payoutLovelace: Lovelace;
  /** Below the ledger's minimum for an output, or held back: kept for the next day. */
  readonly carriedLovelace: Lovelace;
  /** The least payable to the address that carries most; null if nothing is below the minimum. */
  readonly minimumPayoutLovelace: Lovelace | null;
  /** Why the rest of what is carried is not paid, each reason once. */
  readonly heldBack: readonly LineReason[];
};

export function expectedOf(estimate: Estimate, identity: Identity): ExpectedAmounts {
  const { coinsPerUtxoByte, owedBefore } = estimate;
  const own = estimate.lines.get(identity) ?? [];
  const carried = own
    .filter((line) => line.reason === "below-minimum")
    .sort((a, b) => (a.carriedLovelace < b.carriedLovelace ? 1 : -1))[0];
  const held = own
    .filter(({ carriedLovelace, reason }) => carriedLovelace > 0n && reason !== "below-minimum")
    .map(({ reason }) => reason);
  return {
    earnedLovelace: sum(own.map((line) => line.earnedLovelace)),
    openingLovelace: sum(own.map((line) => line.openingLovelace)),
    settledBeforeLovelace: sum((owedBefore.get(identity) ?? []).map((row) => row.lovelace)),
    payoutLovelace: sum(own.map((line) => line.payoutLovelace)),
    carriedLovelace: sum(own.map((line) => line.carriedLovelace)),
    minimumPayoutLovelace: carried ? minimumOutputLovelace(carried, coinsPerUtxoByte) : null,
    heldBack: [...new Set(held)],
  };
}
