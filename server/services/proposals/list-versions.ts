import { and, desc, eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database } from "@/db/client";
import { operationsVersion, proposal, rulesVersion, user } from "@/db/schema";
import { changesBetween, type Document, type DocumentKind, type FieldChange } from "@/server/domain/rules/document";
import { type InForce, periodsInForce } from "@/server/domain/rules/proposal";
import { fieldsOf } from "@/server/words/document/say-document";
import { completeOperations } from "./newest-document";

export type VersionView = {
  readonly version: number;
  readonly writtenAtMs: number;
  /** Of rules: the days that are read by it; null for operations. */
  readonly inForce: InForce | null;
  /** Null for a version that two people did not agree on: a deployment's first. */
  readonly agreed: { readonly proposer: string; readonly second: string; readonly reason: string } | null;
  /** Whoever wrote it, where nobody agreed: a command. */
  readonly author: string;
  readonly document: Document;
  /** Against the version before; null for the first. */
  readonly changes: readonly FieldChange[] | null;
};

type Row = {
  readonly version: number;
  readonly document: Document;
  readonly author: string;
  readonly writtenAt: Date;
};

/** Versions, newest first, at most `limit`. */
export async function listVersions(db: Database, kind: DocumentKind, limit: number): Promise<VersionView[]> {
  const rows = await readRows(db, kind, limit + 1);
  const agreed = await agreementsOf(
    db,
    kind,
    rows.map(({ version }) => version),
  );
  const periods = kind === "rules" ? await periodsOfRules(db) : new Map<number, InForce>();
  const fields = Object.keys(fieldsOf(kind));
  return rows.slice(0, limit).map(({ version, document, author, writtenAt }, index) => {
    const before = rows[index + 1];
    return {
      version,
      document,
      author,
      writtenAtMs: writtenAt.getTime(),
      inForce: periods.get(version) ?? null,
      agreed: agreed.get(version) ?? null,
      changes: before ? changesBetween(before.document, document, fields) : null,
    };
  });
}

async function readRows(db: Database, kind: DocumentKind, limit: number): Promise<Row[]> {
  if (kind === "rules") {
    const rows = await db.select().from(rulesVersion).orderBy(desc(rulesVersion.version)).limit(limit);
    return rows.map((row) => ({ ...row, document: row.document as Document }));
  }
  const rows = await db.select().from(operationsVersion).orderBy(desc(operationsVersion.version)).limit(limit);
  return rows.map((row) => ({ ...row, document: completeOperations(row.document) }));
}

async function periodsOfRules(db: Database): Promise<Map<number, InForce>> {
  const { version, fromDay } = rulesVersion;
  const all = await db.select({ version, fromDay }).from(rulesVersion).orderBy(version);
  return new Map(periodsInForce(all).map((period) => [period.version, period]));
}

async function agreementsOf(db: Database, kind: DocumentKind, versions: readonly number[]) {
  const [first, second] = [alias(user, "first"), alias(user, "second")];
  const rows = await db
    .select({
      version: proposal.version,
      proposer: first.name,
      second: second.name,
      reason: proposal.reason,
    })
    .from(proposal)
    .innerJoin(first, eq(first.id, proposal.proposedBy))
    .innerJoin(second, eq(second.id, proposal.endedBy))
    .where(and(eq(proposal.kind, kind), inArray(proposal.version, [...versions])));
  return new Map(rows.map(({ version, ...agreement }) => [version, agreement]));
}
