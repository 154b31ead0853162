import { eq } from "drizzle-orm";
import type { Database, Transaction } from "@/db/client";
import { day } from "@/db/schema";
import type { Voided } from "@/server/domain/contract/act-fate";
import { signaturesOf } from "../../approval/signatures";
import { isInStates } from "../../day/in-states";
import type { LivePool } from "../../pool/load-pool";
import { isPoolIn } from "../../pool/signed-state";
import { resumeOf } from "../../resume/open-resume";
import { openActs } from "./act-rows";
import { actSignatures } from "./act-signatures";

/**
 * What loses its signatures when an act lands on the pool as it stands. While a plan is being paid, only a Cancel can
 * land, and ends that. `except` is the act itself.
 */
export async function whatItVoids(
  db: Database | Transaction,
  pool: LivePool,
  except: number | null,
): Promise<Voided[]> {
  const { status } = pool.datum;
  const orders = status.kind === "paying" ? await payment(db, pool) : await plans(db, pool);
  return [...orders, ...(await otherActs(db, pool, except))];
}

async function payment(db: Database | Transaction, { datum }: LivePool): Promise<Voided[]> {
  const [row] = await db.select({ dayIndex: day.dayIndex }).from(day).where(eq(day.planDigest, datum.plan));
  const { remaining, outputs } = datum.status;
  return [{ kind: "payment", dayIndex: row?.dayIndex ?? null, lovelace: remaining.lovelace, outputs }];
}

/** Also of a stopped day: its signatures are out. */
async function plans(db: Database | Transaction, pool: LivePool): Promise<Voided[]> {
  const days = await db
    .select()
    .from(day)
    .where(isInStates(["PROPOSED", "APPROVED", "FROZEN"]));
  const signed = days.filter(({ signedFor }) => signedFor !== null && isPoolIn(signedFor, pool));
  const { threshold } = pool.settings;
  const voided: Voided[] = [];
  for (const row of signed) {
    const approvals = (await signaturesOf(db, row)).filter(({ role }) => role === "approver").length;
    voided.push({ kind: "plan", dayIndex: row.dayIndex, approvals, threshold });
  }
  const resuming = await resumeOf(db, pool);
  return resuming ? [...voided, { kind: "resume", dayIndex: resuming.dayIndex }] : voided;
}

/** Those that somebody has signed: what nobody signed is only proposed anew. */
async function otherActs(db: Database | Transaction, pool: LivePool, except: number | null): Promise<Voided[]> {
  const others = (await openActs(db, pool)).filter(({ id }) => id !== except);
  const signatures = await actSignatures(
    db,
    others.map(({ text }) => text),
  );
  const signed = new Set(signatures.flatMap(({ text, counts }) => (counts ? [text] : [])));
  return others.flatMap(({ id, text }): Voided[] => (signed.has(text) ? [{ kind: "act", id, text }] : []));
}
