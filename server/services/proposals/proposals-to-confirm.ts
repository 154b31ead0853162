import type { Database } from "@/db/client";
import type { Person } from "@/server/domain/people/two-people";
import { DOCUMENT_KINDS, type DocumentKind } from "@/server/domain/rules/document";
import { openProposal, whyNotConfirm } from "./open-proposal";

/** The documents with a proposal that this person can confirm. */
export async function proposalsToConfirm(db: Database, person: Person): Promise<DocumentKind[]> {
  const kinds: DocumentKind[] = [];
  for (const kind of DOCUMENT_KINDS) {
    const open = await openProposal(db, kind);
    if (open && whyNotConfirm(open, person) === null) kinds.push(kind);
  }
  return kinds;
}
