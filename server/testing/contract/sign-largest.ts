import type { LedgerState } from "@/server/chain/ledger-rules/ledger-state";
import type { SpendTerms } from "@/server/chain/pool/spend-terms";
import type { BuiltTransaction } from "@/server/chain/transaction/assemble";
import { slotToMs } from "@/server/domain/cardano/slot-clock";
import type { PoolDatum } from "@/server/domain/contract/types";
import { testKey } from "./keys";
import { type Clock, idleDatum, LARGE_AMOUNT, LARGE_KEYS, LARGE_SETTINGS } from "./largest-terms";
import { sign } from "./world";

/** A transaction, signed by all whom it needs, and the ledger that should take it. */
export type Largest = {
  readonly name: string;
  readonly built: BuiltTransaction;
  readonly signed: string;
  readonly state: LedgerState;
};

export function largest(name: string, built: BuiltTransaction, state: LedgerState): Largest {
  const keys = [...LARGE_KEYS, NEW_OPERATOR];
  return { name, built, signed: sign(built, keys), state };
}

export const NEW_OPERATOR = testKey("new operator");

export function payingDatum(clock: Clock, deadlineMs: number): PoolDatum {
  const status = {
    kind: "paying",
    commitment: "55".repeat(32),
    remaining: LARGE_AMOUNT,
    outputs: 2_000_000_000,
    deadlineMs,
  } as const;
  return { ...idleDatum(clock), status };
}

export function deadlineOf({ slots, nowSlot }: Clock): number {
  return slotToMs(slots, nowSlot + 4_000);
}

export function actOf({ pool }: SpendTerms) {
  return { network: LARGE_SETTINGS.network, policyId: pool.policyId, nonce: pool.datum.nonce };
}
