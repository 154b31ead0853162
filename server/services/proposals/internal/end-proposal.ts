import { and, eq, sql } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { proposal } from "@/db/schema";
import type { DocumentKind } from "@/server/domain/rules/document";
import type { Hex } from "@/server/domain/units";
import { ServiceError } from "../../errors";
import { LostRace } from "../../lost-race";
import { type OpenProposal, openProposal } from "../open-proposal";

/** A proposal by the hash that a person has read, and the person. */
export type NamedProposal = { readonly kind: DocumentKind; readonly hash: Hex; readonly userId: string };

/** The open proposal, if it is that one. Throws ServiceError `conflict`. */
export async function requireOpen(
  db: Database | Transaction,
  { kind, hash }: Pick<NamedProposal, "kind" | "hash">,
  lock?: "for update",
): Promise<OpenProposal> {
  const open = await openProposal(db, kind, lock);
  if (!open) throw new ServiceError("conflict", `no proposal of ${kind} is open: it was confirmed or withdrawn`);
  if (open.hash === hash) return open;
  throw new ServiceError("conflict", `another proposal of ${kind} is open, ${open.hash}: read that one`);
}

/** Throws LostRace if it has ended. */
export async function endProposal(
  tx: Transaction,
  { id }: OpenProposal,
  end: Pick<typeof proposal.$inferInsert, "state" | "endedBy" | "version">,
): Promise<void> {
  const ended = await tx
    .update(proposal)
    .set({ ...end, endedAt: sql`now()` })
    .where(and(eq(proposal.id, id), eq(proposal.state, "open")))
    .returning({ id: proposal.id });
  if (ended.length !== 1) throw new LostRace(`proposal ${id} has ended meanwhile`);
}
