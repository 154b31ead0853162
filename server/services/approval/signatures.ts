import { and, asc, eq, inArray } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { approval, user } from "@/db/schema";
import { verifyEnvelope } from "@/server/domain/contract/approval";
import type { Envelope } from "@/server/domain/contract/types";
import type { Hex } from "@/server/domain/units";
import type { DayRow } from "../day/move-day";

export type SignatureView = {
  readonly role: "oracle" | "approver";
  readonly publicKey: Hex;
  /** The person who enrolled the key, or the signer's name. */
  readonly name: string;
  readonly whenMs: number;
  /** "console, sealed key", "console, wallet Eternl", a signer's name. */
  readonly via: string;
  readonly envelope: Envelope["kind"];
  readonly text: string;
  /** The ledger would take it. */
  readonly counts: boolean;
};

/** What was signed for a day: its plan, unless a Resume of it is asked for. */
export type SignedText = Pick<DayRow, "dayIndex" | "planDigest" | "deadlineMs">;

/**
 * Every signature on the day's current text that counts, oldest first. A plan that is proposed again keeps its digest
 * but gets another deadline, so earlier signatures are over another text and do not count.
 */
export async function signaturesOf(db: Database | Transaction, of: SignedText): Promise<SignatureView[]> {
  return (await allSignaturesOf(db, of)).filter(({ counts }) => counts);
}

/** The same with those that do not count, so that their owners can be told to sign again. */
export async function allSignaturesOf(
  db: Database | Transaction,
  { dayIndex, planDigest, deadlineMs }: SignedText,
): Promise<SignatureView[]> {
  if (planDigest === null || deadlineMs === null) return [];
  const rows = await db
    .select()
    .from(approval)
    .where(
      and(eq(approval.dayIndex, dayIndex), eq(approval.planDigest, planDigest), eq(approval.deadlineMs, deadlineMs)),
    )
    .orderBy(asc(approval.id));
  const names = await namesByKey(
    db,
    rows.map(({ publicKey }) => publicKey),
  );
  return rows.map((row) => ({
    role: row.role,
    publicKey: row.publicKey,
    name: names.get(row.publicKey) ?? row.via,
    whenMs: row.writtenAt.getTime(),
    via: row.via,
    envelope: row.envelope.kind,
    text: row.text,
    counts: verifyEnvelope(row.publicKey, row.envelope, row.text),
  }));
}

/** The names of the people who enrolled these keys. */
export async function namesByKey(db: Database | Transaction, keys: readonly Hex[]): Promise<ReadonlyMap<Hex, string>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .select({ key: user.approverKey, name: user.name })
    .from(user)
    .where(inArray(user.approverKey, [...keys]));
  return new Map(rows.flatMap(({ key, name }) => (key === null ? [] : [[key, name] as const])));
}
