import type { Transaction } from "@/db/client";
import { type Actor, appendAudit } from "../../audit/append-audit";
import { queueEvent } from "../../outbox/queue-event";
import type { ActRow } from "./act-rows";

type Step = {
  readonly verb: "propose" | "sign" | "send" | "withdraw" | "build" | "end-send";
  readonly actor: Actor;
  readonly details?: { readonly [key: string]: string | number | null };
};

/** The trail of a step: audit row and event, in its transaction. */
export async function recordAct(
  tx: Transaction,
  { id, policyId, text }: Pick<ActRow, "id" | "policyId" | "text">,
  { verb, actor, details = {} }: Step,
): Promise<void> {
  await appendAudit(tx, {
    actor,
    action: `act.${verb}`,
    subject: `pool:${policyId}:act:${id}`,
    details: { text, ...details },
    atMs: Date.now(),
  });
  await queueEvent(tx, "act.state", { id, verb, text, ...details });
}
