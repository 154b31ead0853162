import type { Transaction } from "@/db/client";
import { withTransaction } from "@/db/transaction";
import type { FieldChange } from "@/server/domain/rules/document";
import { sayProblem } from "@/server/words/document/say-document";
import type { Actor } from "../audit/append-audit";
import type { Context } from "../context";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import { putOperationsInForce, putRulesInForce } from "../pool/put-in-force";
import { lockRules } from "../settings-in-force";
import { endProposal, type NamedProposal, requireOpen } from "./internal/end-proposal";
import { judgeDraft } from "./internal/judge-draft";
import { readWorld } from "./internal/read-world";
import { recordProposal } from "./internal/record-proposal";
import { type OpenProposal, whyNotConfirm } from "./open-proposal";
import { PROPOSAL_RIGHTS } from "./rights";

/**
 * The second person puts a proposal in force, by the hash of what they have read. All is checked again: the day may
 * have been read meanwhile, the contract's limit may have changed. Throws ServiceError: `conflict` if the proposal is
 * not open any more, or cannot come into force.
 */
export async function confirm(
  ctx: Pick<Context, "db" | "source">,
  { kind, hash, userId }: NamedProposal,
): Promise<{ readonly version: number }> {
  const world = await readWorld(ctx, await requireOpen(ctx.db, { kind, hash }));
  return withTransaction(ctx.db, async (tx) => {
    // First: a day that is just being read is either seen below, or sees what is written here.
    if (kind === "rules") await lockRules(tx);
    const open = await requireOpen(tx, { kind, hash }, "for update");
    const action = PROPOSAL_RIGHTS[kind].confirm;
    const second = await requireRight(tx, { userId, action, what: `confirming ${kind}` });
    const refusal = whyNotConfirm(open, second);
    if (refusal !== null) throw new ServiceError("not-allowed", refusal);
    const judged = await judgeDraft(tx, open, world);
    if (!judged.ok) {
      const words = judged.problems.map((problem) => sayProblem(kind, problem)).join("; ");
      throw new ServiceError("conflict", `it cannot come into force any more: ${words}. Withdraw it, and propose anew`);
    }
    if (judged.hash !== hash) {
      const text = "it was proposed as a change of an older version: withdraw it, and propose it anew";
      throw new ServiceError("conflict", text);
    }
    const named = acceptorsOf(judged.changes);
    const two = [open.proposer?.name, second.name];
    if (named !== null && !(named.length === two.length && two.every((name) => named.includes(name)))) {
      const text = `one source is accepted by ${named.join(" and ")}, but those who agree are ${two.join(" and ")}`;
      throw new ServiceError("not-allowed", `${text}. Withdraw it, and propose it with these names`);
    }
    const version = await putInForce(tx, open, { network: world.settings.network, actor: `user:${userId}` });
    await endProposal(tx, open, { state: "confirmed", endedBy: userId, version });
    const { fromDay, proposedBy } = open;
    await recordProposal(tx, { kind, hash, verb: "confirm", userId, details: { version, fromDay, proposedBy } });
    return { version };
  });
}

/** Whom a proposal newly says to accept a single source: reports name them, so nobody is named who did not. */
function acceptorsOf(changes: readonly FieldChange[]): readonly unknown[] | null {
  const change = changes.find(({ field }) => field === "singleSourceAcceptedBy");
  return Array.isArray(change?.after) ? change.after : null;
}

function putInForce(
  tx: Transaction,
  { kind, document, fromDay }: OpenProposal,
  { network, actor }: { readonly network: string; readonly actor: Actor },
): Promise<number> {
  if (kind === "operations") return putOperationsInForce(tx, document, network, actor);
  if (fromDay === null) throw new Error("rules without a first day");
  return putRulesInForce(tx, { document, fromDay }, actor);
}
