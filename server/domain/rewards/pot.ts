import type { Rules } from "../rules/rules";
import type { Lovelace } from "../units";

/**
 * Today's pot. A share of the pool is rounded down, and taken of what is free: the balance less the reserve, less what
 * is already owed to players, less what the day's fees may cost. Whether the pool can afford a fixed pot is a check of
 * the plan, not a reason to make it smaller silently.
 */
export function potLovelaceOf(rules: Rules, freePoolLovelace: Lovelace): Lovelace {
  switch (rules.pot.kind) {
    case "fixed":
      return rules.pot.lovelace;
    case "share-of-pool":
      return freePoolLovelace <= 0n ? 0n : (freePoolLovelace * BigInt(rules.pot.basisPoints)) / 10_000n;
  }
}
