import type { PlanFinding } from "@/server/domain/plan/check";
import type { Hex } from "@/server/domain/units";
import type { DayFindings } from "../advance/check-day";
import { chainNow } from "../chain-now";
import type { Context } from "../context";
import { loadDay } from "../day/load-day";
import type { DayRow } from "../day/move-day";
import { ServiceError } from "../errors";
import { type LivePool, loadLivePool, whyNoPool } from "../pool/load-pool";
import { approvalTextOf } from "./add-approval";
import { loadSigner, maySign } from "./may-sign";
import { batchesOf, figuresBefore, planFigures } from "./plan-figures";
import { namesByKey, type SignatureView, signaturesOf } from "./signatures";

/** What is signed, or why there is nothing to sign. */
export type TextView =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "none"; readonly reason: string };

export type StoredFindings = Partial<DayFindings> & {
  readonly plan?: readonly PlanFinding[];
  readonly accepted?: readonly string[];
};

/** All that an administrator sees of a day before he signs, and after. */
export async function readDayView(ctx: Context, input: { readonly dayIndex: number; readonly userId: string }) {
  const { db } = ctx;
  const day = await loadDay(db, input.dayIndex);
  const pool = await loadLivePool(db);
  const now = await chainNow(db);
  if (!pool || !now) throw new ServiceError("unavailable", await whyNoPool(db));
  const signatures = await signaturesOf(db, day);
  const approved = signatures.filter(({ role }) => role === "approver");
  const signer = await loadSigner(db, input.userId);
  return {
    day,
    nowMs: now.timeMs,
    network: pool.settings.network,
    text: await textOf(ctx, day, pool, approved),
    signatures,
    missing: await missingOf(ctx, pool, approved),
    threshold: pool.settings.threshold,
    maxFeeLovelace: pool.datum.maxFeeLovelace,
    lastApprovalMs: day.deadlineMs === null ? null : day.deadlineMs - pool.settings.minWindowMs,
    figures: await planFigures(db, day.dayIndex),
    before: await figuresBefore(db, day.dayIndex),
    ...(await batchesOf(db, day.dayIndex)),
    findings: (day.findings ?? {}) as StoredFindings,
    mine: maySign(
      signer,
      day,
      pool,
      now,
      approved.map(({ publicKey }) => publicKey),
    ),
  };
}

export type DayView = Awaited<ReturnType<typeof readDayView>>;

async function textOf(
  ctx: Context,
  day: DayRow,
  pool: LivePool,
  approved: readonly SignatureView[],
): Promise<TextView> {
  if (day.state !== "PROPOSED") {
    const [first] = approved;
    if (first) return { kind: "text", text: first.text };
    if (day.state === "FROZEN") return { kind: "none", reason: "The day is stopped: nothing can be signed now." };
    return { kind: "none", reason: "The text exists once the oracle has proposed the plan." };
  }
  try {
    return { kind: "text", text: await approvalTextOf(ctx.db, day, pool) };
  } catch (error) {
    if (error instanceof ServiceError) return { kind: "none", reason: error.message };
    throw error;
  }
}

/** The pool's approvers who have not signed; with names where their keys are enrolled. */
async function missingOf({ db }: Context, pool: LivePool, approved: readonly SignatureView[]) {
  const signed = new Set(approved.map(({ publicKey }) => publicKey));
  const keys = pool.settings.approvers.filter((key: Hex) => !signed.has(key));
  const names = await namesByKey(db, keys);
  return keys.map((publicKey) => ({ publicKey, name: names.get(publicKey) ?? null }));
}
