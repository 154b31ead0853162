import { desc } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { operationsVersion, rulesVersion } from "@/db/schema";
import { toCanonicalJson } from "@/server/domain/canonical";
import { parseOperations } from "@/server/domain/day/operations";
import type { Document, DocumentKind } from "@/server/domain/rules/document";
import { ServiceError } from "../errors";

export type NewestDocument = {
  readonly version: number;
  readonly document: Document;
  /** Of rules; null for operations. */
  readonly fromDay: number | null;
};

/** The newest version, in force or not yet, with all its fields. Throws ServiceError where there are no rules yet. */
export async function newestDocument(db: Database | Transaction, kind: DocumentKind): Promise<NewestDocument> {
  if (kind === "operations") {
    const [row] = await db.select().from(operationsVersion).orderBy(desc(operationsVersion.version)).limit(1);
    return { version: row?.version ?? 0, document: completeOperations(row?.document ?? {}), fromDay: null };
  }
  const [row] = await db.select().from(rulesVersion).orderBy(desc(rulesVersion.version)).limit(1);
  if (!row) throw new ServiceError("wrong-state", "there are no rules yet: a deployment writes the first");
  return { version: row.version, document: row.document as Document, fromDay: row.fromDay };
}

/** With the defaults of what a stored document leaves out. */
export function completeOperations(document: unknown): Document {
  const parsed = parseOperations(document);
  if (!parsed.ok) throw new Error("cannot read the stored operations");
  return JSON.parse(toCanonicalJson(parsed.operations));
}
