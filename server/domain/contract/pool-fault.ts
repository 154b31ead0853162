import type { OutRef } from "../ports";
import type { Hex, Lovelace } from "../units";

/** Which of the two scripts. */
export type ScriptRole = "pool" | "governor";

/** Who receives what a Withdraw or a Close sends, where that is a bad idea. */
export type TreasuryOwner =
  | "governor"
  | "operator"
  | "oracle"
  | "approver"
  /** Plutus V1 or V2: what is sent there without a datum, as the contract sends it, is lost. */
  | "script-with-datum"
  /** Plutus V3: may need a datum. */
  | "script"
  /** Nobody has shown it on chain. */
  | "unknown-script";

/**
 * What keeps a pool from paying, or what its people should know before they rely on it, although the contract takes it.
 * In words: server/words/pool-fault.ts. How much it matters: `stopsOf`.
 */
export type PoolFault =
  /** `checkTerms` in words: the contract would not take it, or a text would be misread. */
  | { readonly kind: "unsound"; readonly problem: string }
  /** Approval texts name another network than the source's. */
  | { readonly kind: "network"; readonly named: string; readonly expected: string }
  /** No day ends before `firstEndMs`. */
  | { readonly kind: "endless-day"; readonly intervalMs: number; readonly firstEndMs: number }
  | { readonly kind: "short-day"; readonly intervalMs: number; readonly blockMs: number }
  | { readonly kind: "small-limit"; readonly limitLovelace: Lovelace; readonly smallestLovelace: Lovelace }
  /** More than all ADA: no limit at all. */
  | { readonly kind: "no-limit"; readonly limitLovelace: Lovelace }
  | { readonly kind: "huge-reserve"; readonly reserveLovelace: Lovelace }
  | { readonly kind: "huge-deposit"; readonly leastLovelace: Lovelace }
  /** A plan that is not paid cannot end by itself for so long. */
  | { readonly kind: "late-deadline"; readonly minWindowMs: number }
  | { readonly kind: "no-time-to-sign"; readonly problem: string }
  | { readonly kind: "small-fee"; readonly maxFeeLovelace: Lovelace; readonly problem: string }
  | { readonly kind: "treasury"; readonly owner: TreasuryOwner; readonly hash: Hex }
  | { readonly kind: "few-keys"; readonly threshold: number; readonly approvers: number }
  | { readonly kind: "tokens"; readonly unit: string }
  | { readonly kind: "short-of-money"; readonly heldLovelace: Lovelace; readonly neededLovelace: Lovelace }
  /** What a Commit of one batch must leave, of a pool that is yet to be made. */
  | { readonly kind: "small-first-deposit"; readonly depositLovelace: Lovelace; readonly neededLovelace: Lovelace }
  | { readonly kind: "other-operator"; readonly own: Hex; readonly pool: Hex }
  | { readonly kind: "other-oracle"; readonly own: Hex; readonly pool: Hex }
  | { readonly kind: "account"; readonly account: string }
  | ReferenceFault;

export type ReferenceFault = {
  readonly kind: "reference";
  readonly role: ScriptRole;
  readonly state: "missing" | "spent" | "other-script" | "loose";
  /** Null where the pool's first transaction names none with the script. */
  readonly ref: OutRef | null;
};

/**
 * Whom a fault stops. "everyone": the pool cannot pay as it is. "new": nobody should make such a pool, but one that
 * exists can pay. "nobody": it is said.
 */
export type Stops = "everyone" | "new" | "nobody";

export function stopsOf(fault: PoolFault): Stops {
  switch (fault.kind) {
    case "unsound":
    case "network":
    case "endless-day":
    case "small-limit":
    case "huge-reserve":
    case "no-time-to-sign":
    case "small-fee":
    case "account":
      return "everyone";
    case "short-day":
    case "no-limit":
    case "huge-deposit":
    case "late-deadline":
    case "tokens":
    case "small-first-deposit":
      return "new";
    case "treasury":
      return ["governor", "operator", "script-with-datum"].includes(fault.owner) ? "new" : "nobody";
    case "reference":
      return fault.state === "loose" ? "nobody" : "everyone";
    case "few-keys":
    case "short-of-money":
    case "other-operator":
    case "other-oracle":
      return "nobody";
  }
}
