import { and, eq, isNotNull, sql } from "drizzle-orm";
import { approval, attempt, day, operatorOutput, ownTransaction, refusal, sourceState } from "@/db/schema";
import { dayEndMs } from "@/server/domain/day/calendar";
import type { IncidentKind } from "@/server/domain/monitoring/kinds";
import { recordRefusal } from "@/server/services/day/refusals";
import { addPerson } from "@/server/testing/services/add-person";
import { endNextDay, LOSE, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { INTERVAL_MS, TEST_OPERATIONS } from "@/server/testing/services/world-terms";
import type { Installation } from "../installation";
import type { Injection } from "./injection";
import { unwellPart } from "./service";

const MINUTE_MS = 60_000;
const GONE = "ab".repeat(32);

/** The oldest day that is not settled. It was ended before, and waits for nobody yet. */
async function dayInTurn({ db }: Installation): Promise<number> {
  const [row] = await db
    .select({ dayIndex: day.dayIndex })
    .from(day)
    .where(sql`${day.state} not in ('FINAL', 'PAID', 'CLOSED', 'CARRIED', 'PART_PAID')`)
    .orderBy(day.dayIndex)
    .limit(1);
  if (!row) throw new Error("there is no day in turn");
  return row.dayIndex;
}

/** A devnet's days go by the chain's own time: its newest block is told with another one, until `back`. */
async function setChainTime({ db }: Installation, timeMs: number): Promise<void> {
  await db.update(sourceState).set({ tipTimeMs: timeMs });
}

const back = async ({ db }: Installation) => {
  await db.update(sourceState).set({ tipTimeMs: sql`${sourceState.timeMs}` });
};

async function chainTime({ db }: Installation): Promise<number> {
  const [row] = await db.select().from(sourceState);
  return row?.timeMs ?? 0;
}

/** A day's row is as the engine writes it where that happens, and as it was afterwards. */
function changedDay(kind: IncidentKind, change: Partial<typeof day.$inferInsert>): Injection {
  let before: typeof day.$inferSelect | undefined;
  return {
    kind,
    begin: async (at) => {
      const dayIndex = await dayInTurn(at);
      [before] = await at.db.select().from(day).where(eq(day.dayIndex, dayIndex));
      await at.db.update(day).set(change).where(eq(day.dayIndex, dayIndex));
    },
    end: async ({ db }) => {
      if (!before) return;
      const { state, stopReason, findings } = before;
      await db.update(day).set({ state, stopReason, findings }).where(eq(day.dayIndex, before.dayIndex));
    },
  };
}

function refused(kind: "machines-disagree" | "signature-wrong", who: string, problem: string): Injection {
  return {
    kind,
    begin: async (at, nowMs) => {
      const dayIndex = await dayInTurn(at);
      for (const agoMs of [2 * MINUTE_MS, MINUTE_MS, 0])
        await recordRefusal(at.db, { kind, dayIndex, who, problem }, nowMs - agoMs);
    },
    end: ({ db }) => db.delete(refusal),
  };
}

/** They go on from one another: each finds the day as the one before left it. */
export const DAY_INJECTIONS: readonly Injection[] = [
  {
    kind: "approver-silent",
    begin: async ({ db }) => {
      const userId = await addPerson(db, "Ann", "approver");
      await db.update(approval).set({ userId }).where(eq(approval.role, "approver"));
    },
    end: ({ db }) => db.update(approval).set({ userId: null }).where(isNotNull(approval.userId)),
  },
  {
    kind: "day-behind",
    begin: async (at) => {
      await endNextDay(at.world);
      await scan(at.world);
      await setChainTime(at, (await chainTime(at)) + INTERVAL_MS + 1_000);
    },
    end: back,
  },
  {
    kind: "day-overdue",
    begin: async (at) => {
      const endMs = dayEndMs(await dayInTurn(at), INTERVAL_MS);
      await setChainTime(at, endMs + TEST_OPERATIONS.deadlineMs + INTERVAL_MS);
    },
    end: back,
  },
  {
    kind: "approval-late",
    begin: async (at) => {
      // The automated approvers are not there, so that people would have to sign.
      const ctx = { ...at.world.ctx, approvers: [] };
      await stepToState({ ...at.world, ctx }, await dayInTurn(at), "PROPOSED");
      await setChainTime(at, (await chainTime(at)) + TEST_OPERATIONS.approvalDueMs / 2);
    },
    end: back,
  },
  changedDay("day-stopped", {
    state: "FROZEN",
    stopReason: { kind: "by-person", by: { name: "Ann", text: "It looks odd." }, and: null },
  }),
  changedDay("plan-deviates", {
    findings: {
      deviations: [{ rule: "total", usual: 2, totalLovelace: "9000000", medianLovelace: "4000000", days: 3 }],
    },
  }),
  refused("machines-disagree", "batch 1", "Aiken's machine passes what scalus refuses."),
  refused("signature-wrong", "the oracle's signer", "The signature is not one over the text that was asked for."),
  {
    kind: "batch-unconfirmed",
    begin: async (at) => {
      const { world } = at;
      await world.control.setFaults(LOSE);
      const dayIndex = await dayInTurn(at);
      await stepUntil(world, async () => {
        const sent = and(eq(attempt.dayIndex, dayIndex), eq(attempt.state, "BROADCAST"));
        return (await at.db.$count(attempt, sent)) > 0;
      });
      await world.control.mine(5);
      await scan(world);
      await setChainTime(at, (await chainTime(at)) + 10 * MINUTE_MS);
    },
    end: async (at) => {
      await at.world.control.clearFaults();
      await back(at);
      await liveToState(at.world, await dayInTurn(at), "PAID");
    },
  },
  {
    kind: "money-moved",
    begin: ({ db }, nowMs) =>
      db.insert(operatorOutput).values({
        ...{ txHash: "cd".repeat(32), outputIndex: 0, address: "addr_test1", lovelace: 20_000_000n, seenHeight: 1 },
        spentTxHash: GONE,
        spentAt: new Date(nowMs),
      }),
    end: ({ db }) => db.insert(ownTransaction).values({ txHash: GONE, actor: "cli:bench", why: "It was ours." }),
  },
  unwellPart("pool-low", "pool", "The pool pays 3 days."),
  unwellPart("operator-low", "operator", "The operator's address has no collateral."),
  unwellPart("signer-away", "oracle", "The oracle's signer does not answer."),
  unwellPart("signer-version", "signers' versions", "The oracle's signer is of version 0.0.9, this engine of 0.1.0."),
];
