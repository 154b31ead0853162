import { and, eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { proposal } from "@/db/schema";
import { can, rolesThatCan } from "@/server/domain/people/roles";
import { type Person, requireTwoPeople } from "@/server/domain/people/two-people";
import type { DocumentKind } from "@/server/domain/rules/document";
import { loadPerson } from "../people/load-person";
import { PROPOSAL_RIGHTS } from "./rights";

type Db = Database | Transaction;

export type ProposalRow = typeof proposal.$inferSelect;

/** What waits for a second person. */
export type OpenProposal = ProposalRow & {
  /** Null if they may not act any more. */
  readonly proposer: Person | null;
};

/** The open proposal of a kind; `for update` locks it until the transaction ends. */
export async function openProposal(
  db: Db,
  kind: DocumentKind,
  lock: "for update" | "no lock" = "no lock",
): Promise<OpenProposal | null> {
  const query = db
    .select()
    .from(proposal)
    .where(and(eq(proposal.kind, kind), eq(proposal.state, "open")));
  const [row] = lock === "for update" ? await query.for("update") : await query;
  return row ? { ...row, proposer: await loadPerson(db, row.proposedBy) } : null;
}

/** Why this person cannot be the second; null if they can. */
export function whyNotConfirm({ kind, proposer }: OpenProposal, person: Person): string | null {
  if (!proposer) return "Whoever proposed it may not act any more. Withdraw it, and propose it again.";
  const two = requireTwoPeople(PROPOSAL_RIGHTS[kind].confirm, proposer, person);
  return two.ok ? null : two.text;
}

/** Why this person can neither propose nor withdraw; null if they can. */
export function whyNotPropose(kind: DocumentKind, { role }: Pick<Person, "role">): string | null {
  const { propose } = PROPOSAL_RIGHTS[kind];
  if (can(role, propose)) return null;
  return `Your role is ${role}. Proposing ${kind} requires ${rolesThatCan(propose).join(" or ")}.`;
}
