import type { Transaction } from "@/db/client";
import type { DocumentKind } from "@/server/domain/rules/document";
import type { Hex } from "@/server/domain/units";
import { appendAudit } from "../../audit/append-audit";
import { queueEvent } from "../../outbox/queue-event";

type Step = {
  readonly kind: DocumentKind;
  readonly hash: Hex;
  readonly verb: "propose" | "confirm" | "withdraw";
  readonly userId: string;
  readonly details: { readonly [key: string]: string | number | null };
};

/** The trail of a proposal's step: audit row and event, in its transaction. */
export async function recordProposal(tx: Transaction, { kind, hash, verb, userId, details }: Step): Promise<void> {
  await appendAudit(tx, {
    actor: `user:${userId}`,
    action: `${kind}.${verb}`,
    subject: `proposal:${hash}`,
    details,
    atMs: Date.now(),
  });
  await queueEvent(tx, "proposal.state", { kind, hash, verb, by: userId, ...details });
}
