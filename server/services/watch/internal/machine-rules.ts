import { statfs } from "node:fs/promises";
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { ERROR_WINDOW_MS, readOutcomes } from "../../metrics/read-outcomes";
import type { Answer, Evidence, Rule } from "../rule";
import { fromPart } from "./from-part";
import { judgeErrors } from "./judge-errors";
import { type ClockDifference, judgeDatabaseClock, judgeDisk } from "./judge-machine";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function lookAtErrors({ db, nowMs }: Evidence): Promise<Answer> {
  return judgeErrors(await readOutcomes(db, nowMs - ERROR_WINDOW_MS), await readOutcomes(db, nowMs - HOUR_MS));
}

async function lookAtDisk(): Promise<Answer> {
  const folder = process.cwd();
  const { bavail, bsize } = await statfs(folder, { bigint: true });
  return judgeDisk(folder, bavail * bsize);
}

const lookAtClock = async ({ db }: Evidence): Promise<Answer> => judgeDatabaseClock(await compareClocks(db));

/** Two clocks are the evidence here, so that both are read, and no time that the caller gives. */
async function compareClocks(db: Database): Promise<ClockDifference> {
  const askedMs = Date.now();
  const [row] = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  const withinMs = Date.now() - askedMs;
  return { aheadMs: (row?.ms ?? askedMs) - askedMs, withinMs };
}

export const MACHINE_RULES: readonly Rule[] = [
  { kinds: ["error-rate"], look: lookAtErrors, everyMs: MINUTE_MS },
  fromPart({ kind: "disk-full", part: "reports", subject: "reports" }),
  { kinds: ["disk-full"], look: lookAtDisk, everyMs: MINUTE_MS },
  fromPart({ kind: "clock-wrong", part: "clock", subject: "chain" }),
  { kinds: ["clock-wrong"], look: lookAtClock, everyMs: MINUTE_MS },
];
