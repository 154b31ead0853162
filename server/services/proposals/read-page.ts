import { dayIndexOf } from "@/server/domain/day/calendar";
import type { Person } from "@/server/domain/people/two-people";
import { changesBetween, type Document, type DocumentKind, type FieldChange } from "@/server/domain/rules/document";
import { fieldsOf } from "@/server/words/document/say-document";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadPoolRow } from "../pool/load-pool";
import { lastReadDay } from "./internal/last-read-day";
import { listVersions, type VersionView } from "./list-versions";
import { type NewestDocument, newestDocument } from "./newest-document";
import { type OpenProposal, openProposal, whyNotConfirm, whyNotPropose } from "./open-proposal";

export type DocumentPage = {
  readonly kind: DocumentKind;
  readonly newest: NewestDocument;
  readonly versions: readonly VersionView[];
  readonly open: (OpenProposal & { readonly changes: readonly FieldChange[] }) | null;
  /** The earliest first day that new rules can have; null before the chain is read. */
  readonly earliestDay: number | null;
  /** Why this person cannot propose or withdraw, or be the second; null if they can. */
  readonly whyNot: { readonly propose: string | null; readonly confirm: string | null };
};

const MOST_VERSIONS = 50;

/** Everything that the console shows of the rules or the operations. Throws ServiceError where there are none yet. */
export async function readDocumentPage(
  { db }: Pick<Context, "db">,
  kind: DocumentKind,
  person: Person,
): Promise<DocumentPage> {
  const newest = await newestDocument(db, kind);
  const [found, now, pool] = [await openProposal(db, kind), await chainNow(db), await loadPoolRow(db)];
  const today = now && pool ? dayIndexOf(now.timeMs, pool.settings.intervalMs) : null;
  const fields = Object.keys(fieldsOf(kind));
  return {
    kind,
    newest,
    versions: await listVersions(db, kind, MOST_VERSIONS),
    open: found && {
      ...found,
      changes: changesBetween(newest.document, found.document as Document, fields),
    },
    // Today's and later days: of an earlier one, what is owed is expected by the rules that were known.
    earliestDay: today === null ? null : Math.max(today, ((await lastReadDay(db)) ?? -1) + 1),
    whyNot: { propose: whyNotPropose(kind, person), confirm: found ? whyNotConfirm(found, person) : null },
  };
}
