import { type Amount, NO_AMOUNT } from "@/server/domain/contract/amount";
import type { CommittedBatch } from "@/server/domain/contract/commitment";
import { hashSettings } from "@/server/domain/contract/settings";
import { NO_PLAN, type PoolDatum, type Settings } from "@/server/domain/contract/types";
import type { TestKey } from "../keys";
import { OPERATOR, SETTINGS, TERMS } from "../pool-terms";

/*
 * A pool as plainly as can be said: what it holds, whom it still owes in which order, and what was paid. Nothing
 * here knows successor.ts or the contract; of our own code only the encoders of hashes are used.
 */

export type PoolModel = {
  readonly isOpen: boolean;
  readonly held: Amount;
  readonly operator: TestKey;
  readonly settings: Settings;
  readonly maxFeeLovelace: bigint;
  readonly nonce: number;
  readonly plan: string;
  readonly lastDay: number;
  readonly lastPayoutMs: number;
  /** Batches of the last plan that are not paid, in order. */
  readonly due: readonly CommittedBatch[];
  /** When the plan ends; null where none is being paid. */
  readonly deadlineMs: number | null;
  /** By address: everything that it got. */
  readonly paid: ReadonlyMap<string, bigint>;
  readonly toTreasury: Amount;
  readonly feesLovelace: bigint;
};

export function firstModel(held: Amount, lastDay: number): PoolModel {
  return {
    isOpen: true,
    held,
    operator: OPERATOR,
    settings: SETTINGS,
    maxFeeLovelace: TERMS.maxFeeLovelace,
    nonce: 0,
    plan: NO_PLAN,
    lastDay,
    lastPayoutMs: 0,
    due: [],
    deadlineMs: null,
    paid: new Map(),
    toTreasury: NO_AMOUNT,
    feesLovelace: 0n,
  };
}

export function isPaying({ deadlineMs }: PoolModel): boolean {
  return deadlineMs !== null;
}

/** The name of what is not paid; empty where all is. */
export function leftOf({ due }: PoolModel): string {
  return due[0]?.commitment ?? "";
}

export function owedOf({ due }: PoolModel): { amount: Amount; outputs: number } {
  return {
    amount: {
      lovelace: due.reduce((sum, { total }) => sum + total.lovelace, 0n),
      tokens: due.reduce((sum, { total }) => sum + total.tokens, 0n),
    },
    outputs: due.reduce((sum, { payouts }) => sum + payouts.length, 0),
  };
}

export function datumOf(model: PoolModel): PoolDatum {
  const { amount: remaining, outputs } = owedOf(model);
  const { deadlineMs, operator, maxFeeLovelace, nonce, plan, lastDay, lastPayoutMs } = model;
  const name = leftOf(model);
  return {
    settingsHash: hashSettings(model.settings),
    operator: operator.hash,
    maxFeeLovelace,
    nonce,
    plan,
    lastDay,
    lastPayoutMs,
    status:
      deadlineMs === null
        ? { kind: "idle", left: name, remaining, outputs }
        : { kind: "paying", commitment: name, remaining, outputs, deadlineMs },
  };
}

/** After so much left the pool: to somebody, or as a fee. */
export function without(model: PoolModel, { lovelace, tokens }: Amount, feeLovelace = 0n): PoolModel {
  const held = {
    lovelace: model.held.lovelace - lovelace - feeLovelace,
    tokens: model.held.tokens - tokens,
  };
  return { ...model, held, feesLovelace: model.feesLovelace + feeLovelace };
}
