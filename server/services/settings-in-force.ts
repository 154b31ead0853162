import { desc, eq, lte, max } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { operationsVersion, rulesVersion } from "@/db/schema";
import { type Operations, parseOperations } from "@/server/domain/day/operations";
import type { FieldProblem } from "@/server/domain/fields";
import type { DocumentKind } from "@/server/domain/rules/document";
import { parseRules, type Rules } from "@/server/domain/rules/rules";

export type RulesInForce = { readonly rules: Rules; readonly version: number };

/** The newest rules in force on a day (or the newest of all); null before any are set. */
export async function rulesInForce(db: Database | Transaction, dayIndex?: number): Promise<RulesInForce | null> {
  const [row] = await db
    .select()
    .from(rulesVersion)
    .where(dayIndex === undefined ? undefined : lte(rulesVersion.fromDay, dayIndex))
    .orderBy(desc(rulesVersion.version))
    .limit(1);
  return row ? { rules: readRules(row), version: row.version } : null;
}

/**
 * The same, with a lock: until the transaction ends nobody puts other rules in force, and what another has just put in
 * force is seen. So a day that is read never misses rules that were confirmed before.
 */
export async function holdRules(tx: Transaction, dayIndex: number): Promise<RulesInForce | null> {
  await tx.select({ version: rulesVersion.version }).from(rulesVersion).orderBy(rulesVersion.version).for("share");
  return rulesInForce(tx, dayIndex);
}

/** The counterpart: waits for days that are just being read, and keeps others from it. */
export async function lockRules(tx: Transaction): Promise<void> {
  await tx.select({ version: rulesVersion.version }).from(rulesVersion).orderBy(rulesVersion.version).for("update");
}

/** The number of the newest version; 0 if there is none. */
export async function newestVersion(db: Database | Transaction, kind: DocumentKind): Promise<number> {
  const { version } = kind === "rules" ? rulesVersion : operationsVersion;
  const [row] = await db.select({ newest: max(version) }).from(version.table);
  return row?.newest ?? 0;
}

/** All there are, in force or not yet. */
export async function allRules(db: Database | Transaction): Promise<Rules[]> {
  return (await db.select().from(rulesVersion).orderBy(rulesVersion.version)).map(readRules);
}

/** Rules by their version: a day that was read under one is finished under it, whatever came after. */
export async function rulesOfVersion(db: Database | Transaction, version: number): Promise<RulesInForce> {
  const [row] = await db.select().from(rulesVersion).where(eq(rulesVersion.version, version));
  if (!row) throw new Error(`there are no rules of version ${version}`);
  return { rules: readRules(row), version };
}

function readRules(row: typeof rulesVersion.$inferSelect): Rules {
  const parsed = parseRules(row.document);
  if (!parsed.ok) throw new Error(`cannot read rules version ${row.version}: ${inWords(parsed.problems)}`);
  return parsed.rules;
}

/** The newest operations document, or the defaults if none is set. */
export async function operationsInForce(db: Database | Transaction): Promise<Operations> {
  const [row] = await db.select().from(operationsVersion).orderBy(desc(operationsVersion.version)).limit(1);
  const parsed = parseOperations(row?.document ?? {});
  if (!parsed.ok) throw new Error(`cannot read operations version ${row?.version}: ${inWords(parsed.problems)}`);
  return parsed.operations;
}

function inWords(problems: readonly FieldProblem[]): string {
  return problems.map(({ field, problem }) => `${field} ${problem}`).join("; ");
}
