import { statfs } from "node:fs/promises";
import { hostname } from "node:os";
import { compareClocks } from "@/db/clock";
import { ERROR_WINDOW_MS, readOutcomes } from "../../metrics/read-outcomes";
import type { Answer, Evidence, Rule } from "../rule";
import { fromPart } from "./from-part";
import { judgeErrors } from "./judge-errors";
import { judgeDatabaseClock, judgeDisk } from "./judge-machine";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

async function lookAtErrors({ db, nowMs }: Evidence): Promise<Answer> {
  return judgeErrors(await readOutcomes(db, nowMs - ERROR_WINDOW_MS), await readOutcomes(db, nowMs - HOUR_MS));
}

async function lookAtDisk(): Promise<Answer> {
  const folder = process.cwd();
  const { bavail, bsize } = await statfs(folder, { bigint: true });
  return judgeDisk({ machine: hostname(), folder }, bavail * bsize);
}

const lookAtClock = async ({ db }: Evidence): Promise<Answer> =>
  judgeDatabaseClock(hostname(), await compareClocks(db));

export const MACHINE_RULES: readonly Rule[] = [
  { kinds: ["error-rate"], look: lookAtErrors, everyMs: MINUTE_MS },
  fromPart({ kind: "disk-full", part: "reports", subject: "reports" }),
  { kinds: ["disk-full"], look: lookAtDisk, everyMs: MINUTE_MS },
  fromPart({ kind: "clock-wrong", part: "clock", subject: "chain" }),
  { kinds: ["clock-wrong"], look: lookAtClock, everyMs: MINUTE_MS },
];
