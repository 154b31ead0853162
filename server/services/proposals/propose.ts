import { proposal } from "@/db/schema";
import { withTransaction } from "@/db/transaction";
import type { FieldProblem } from "@/server/domain/fields";
import type { FieldChange } from "@/server/domain/rules/document";
import type { Hex } from "@/server/domain/units";
import type { Context } from "../context";
import { requireReason } from "../day/require-reason";
import { ServiceError } from "../errors";
import { requireRight } from "../people/require-right";
import type { Draft } from "./draft";
import { judgeDraft } from "./internal/judge-draft";
import { readWorld } from "./internal/read-world";
import { recordProposal } from "./internal/record-proposal";
import { openProposal } from "./open-proposal";
import { PROPOSAL_RIGHTS } from "./rights";

export type ProposeResult =
  | { readonly ok: true; readonly hash: Hex; readonly changes: readonly FieldChange[] }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/**
 * Proposes a document as a whole, with a reason; a second person confirms it by its hash. Of each kind one is open at a
 * time, so that the second never confirms what another has replaced. Throws ServiceError: `conflict` if one is open.
 */
export async function propose(
  ctx: Pick<Context, "db" | "source">,
  input: { readonly draft: Draft; readonly userId: string; readonly reason: string },
): Promise<ProposeResult> {
  const { draft, userId } = input;
  const { kind } = draft;
  const world = await readWorld(ctx, draft);
  return withTransaction(ctx.db, async (tx) => {
    await requireRight(tx, { userId, action: PROPOSAL_RIGHTS[kind].propose, what: `proposing ${kind}` });
    const judged = await judgeDraft(tx, draft, world);
    if (!judged.ok) return judged;
    const { hash, content, changes } = judged;
    const reason = requireReason(input.reason);
    const { document, fromDay } = content;
    const added = await tx
      .insert(proposal)
      .values({ kind, hash, document, fromDay, reason, proposedBy: userId })
      .onConflictDoNothing()
      .returning({ id: proposal.id });
    if (added.length === 0) {
      const open = await openProposal(tx, kind);
      const text = `${open?.proposer?.name ?? "somebody"} has proposed ${kind} already: confirm or withdraw them first`;
      throw new ServiceError("conflict", text);
    }
    await recordProposal(tx, { kind, hash, verb: "propose", userId, details: { fromDay, reason } });
    return { ok: true, hash, changes };
  });
}
