import type { Transaction } from "@/db/client";
import type { ChainTrouble } from "@/server/domain/monitoring/chain-evidence";
import type { PosixMs } from "@/server/domain/units";
import { sayChainTrouble } from "@/server/words/chain-trouble";
import { appendAudit } from "../../audit/append-audit";
import { queueEvent } from "../../outbox/queue-event";

type Change = {
  readonly what: "held" | "release-asked" | "released";
  readonly id: number;
  readonly troubles: readonly ChainTrouble[];
  readonly nowMs: PosixMs;
  /** Who did it, and why; the engine by itself without it. */
  readonly by?: { readonly userId: string; readonly names: readonly string[]; readonly reason: string };
};

/** The trail of a hold: audit row and event, in the transaction that makes the change. */
export async function recordHold(tx: Transaction, { what, id, troubles, nowMs, by }: Change): Promise<void> {
  const action = `payouts.${what}` as const;
  const details = {
    troubles: troubles.map(sayChainTrouble),
    ...(by ? { by: by.names, reason: by.reason } : {}),
  };
  const actor = by ? (`user:${by.userId}` as const) : "job:advance";
  await appendAudit(tx, { actor, action, subject: `hold:${id}`, details, atMs: nowMs });
  await queueEvent(tx, action, { hold: id, ...details });
}
