import { dayEndMs } from "@/server/domain/day/calendar";
import { maySign } from "@/server/domain/day/may-sign";
import { signUntilMs } from "@/server/domain/day/signing-time";
import type { Hex } from "@/server/domain/units";
import { sayUnsigned } from "@/server/words/unsigned";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { readBacklog, waitsForDay } from "../day/backlog";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { describeOpen, openPlanOf } from "../day/open-plan";
import { findOpinion } from "../day/second-opinion";
import type { Unsigned } from "../day/sign-requests";
import { findSnapshot } from "../day/snapshot";
import { ServiceError } from "../errors";
import { loadPerson } from "../people/load-person";
import { type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { resumeOf } from "../resume/open-resume";
import { mayResume } from "../resume/request-resume";
import { findAsked } from "./find-asked";
import { batchesOf, figuresBefore, planFigures } from "./plan-figures";
import { allSignaturesOf, namesByKey, type SignatureView } from "./signatures";
import { findToSign, type ToSign } from "./to-sign";

/** The text to sign, or why there is none. */
export type TextView =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "none"; readonly reason: string };

/** Everything that an administrator sees of a day, before and after signing. */
export async function readDayToApprove(ctx: Context, input: { readonly dayIndex: number; readonly userId: string }) {
  const { db } = ctx;
  const day = await loadDay(db, input.dayIndex);
  const pool = await loadLivePool(db);
  const now = await chainNow(db);
  if (!pool || !now) throw new ServiceError("unavailable", await whyNoPool(db));
  const { intervalMs } = pool.settings;
  const found = await findToSign(db, day, pool).catch(asReason);
  const toSign = typeof found === "string" ? null : found;
  const stored = await allSignaturesOf(
    db,
    toSign ? { dayIndex: day.dayIndex, planDigest: toSign.digest, deadlineMs: toSign.deadlineMs } : day,
  );
  const signatures = stored.filter(({ counts }) => counts);
  const resuming = await resumeOf(db, pool);
  const asked = await findAsked(db, day, resuming);
  const approved = signatures.filter(({ role }) => role === "approver");
  const person = await loadPerson(db, input.userId);
  return {
    day,
    snapshot: await findSnapshot(db, day),
    nowMs: now.timeMs,
    ended: now.timeMs >= dayEndMs(day.dayIndex, intervalMs),
    waitsForDay: waitsForDay(day, await readBacklog(db, { timeMs: now.timeMs, intervalMs })),
    network: pool.settings.network,
    toSign,
    text: textOf(day, { found, approved, asked }),
    left: await leftOf(db, day, pool),
    /** The deadline of the Resume that somebody asked for. */
    resumeBeforeMs: resuming?.dayIndex === day.dayIndex ? resuming.deadlineMs : null,
    mayResume: await mayResume(ctx, day, { role: person?.role ?? "viewer" }),
    signatures,
    /** Stored ones that the ledger would refuse. */
    refused: stored.filter(({ counts }) => !counts),
    missing: await missingOf(ctx, pool, approved),
    threshold: pool.settings.threshold,
    maxFeeLovelace: pool.datum.maxFeeLovelace,
    lastApprovalMs: signUntilMs(toSign ?? day, pool.settings),
    figures: await planFigures(db, day.dayIndex),
    before: await figuresBefore(db, day.dayIndex),
    ...(await batchesOf(db, day.dayIndex)),
    findings: day.findings ?? {},
    /** What a source of another kind says of what the day was read from; null before one was asked. */
    opinion: (await findOpinion(db, day.snapshotId))?.opinion ?? null,
    /** Whether this server keeps the person's sealed key. The key itself is fetched when they sign. */
    keyIsHere: Boolean(person?.encryptedKey),
    mine: maySign(
      person,
      { state: day.state, deadlineMs: toSign?.deadlineMs ?? null, settings: pool.settings, nowMs: now.timeMs },
      approved.map(({ publicKey }) => publicKey),
    ),
  };
}

/** What the day's plan left unpaid, by the chain; null once another plan has taken it over. */
async function leftOf(db: Context["db"], { state, planDigest }: DayRow, pool: LivePool) {
  const open = openPlanOf(pool);
  return state === "PART_PAID" && open !== null && open.plan === planDigest ? describeOpen(db, open) : null;
}

export type DayToApprove = Awaited<ReturnType<typeof readDayToApprove>>;

type Known = {
  readonly found: ToSign | null | string;
  readonly approved: readonly SignatureView[];
  readonly asked: Unsigned | null;
};

function textOf(day: DayRow, { found, approved, asked }: Known): TextView {
  if (typeof found === "string") return { kind: "none", reason: found };
  if (found) return { kind: "text", text: found.texts.approve };
  // Of a Resume that is asked for, what was signed before is the old plan's.
  const [first] = asked === null ? approved : [];
  if (first) return { kind: "text", text: first.text };
  if (day.closing) return { kind: "none", reason: "Two people closed the day: it pays nothing, so nothing is signed." };
  if (day.state === "FROZEN") {
    const stopped = "The day is stopped. Nothing can be signed now.";
    return { kind: "none", reason: asked ? `${stopped} ${sayUnsigned(asked)}` : stopped };
  }
  const after = "The text appears when the oracle has signed.";
  return { kind: "none", reason: asked ? `${sayUnsigned(asked)} ${after}` : after };
}

function asReason(error: unknown): string {
  if (error instanceof ServiceError) return error.message;
  throw error;
}

/** The pool's approvers who have not signed, with names if their keys are enrolled. */
async function missingOf({ db }: Context, pool: LivePool, approved: readonly SignatureView[]) {
  const signed = new Set(approved.map(({ publicKey }) => publicKey));
  const keys = pool.settings.approvers.filter((key: Hex) => !signed.has(key));
  const names = await namesByKey(db, keys);
  return keys.map((publicKey) => ({ publicKey, name: names.get(publicKey) ?? null }));
}
