import { withTransaction } from "@/db/transaction";
import type { Context } from "../context";
import { requireRight } from "../people/require-right";
import { endProposal, type NamedProposal, requireOpen } from "./internal/end-proposal";
import { recordProposal } from "./internal/record-proposal";
import { PROPOSAL_RIGHTS } from "./rights";

/** Takes a proposal back: the cautious direction, so one person with the right is enough. Throws ServiceError. */
export async function withdraw({ db }: Pick<Context, "db">, { kind, hash, userId }: NamedProposal): Promise<void> {
  await withTransaction(db, async (tx) => {
    const open = await requireOpen(tx, { kind, hash }, "for update");
    await requireRight(tx, { userId, action: PROPOSAL_RIGHTS[kind].propose, what: `withdrawing ${kind}` });
    await endProposal(tx, open, { state: "withdrawn", endedBy: userId });
    await recordProposal(tx, { kind, hash, verb: "withdraw", userId, details: { proposedBy: open.proposedBy } });
  });
}
