import type { Database } from "@/db/client";
import { STOPPED_DAY_STATES } from "@/server/domain/day/states";
import { sayUnsigned } from "@/server/words/unsigned";
import { findAsked } from "../approval/find-asked";
import { signaturesOf } from "../approval/signatures";
import { findHold } from "../chain-hold/find-hold";
import { type ChainNow, isBehind } from "../chain-now";
import type { DayRow } from "../day/move-day";
import { findPause } from "../engine-pause/find-pause";
import type { LivePool } from "../pool/load-pool";

export type Awaited = {
  /** As after "Awaited:". */
  readonly who: string;
  readonly next: string | null;
  /** Nothing happens before people act. */
  readonly isStopped: boolean;
};

const goesOn = (who: string): Awaited => ({ who, next: null, isStopped: false });

type Around = { readonly now: ChainNow; readonly pool: LivePool };

/** Whoever must do something before the day moves on. `row` is null for a day that the engine has not begun. */
export async function whoIsAwaited(db: Database, row: DayRow | null, { now, pool }: Around): Promise<Awaited> {
  const pause = await findPause(db);
  if (row && STOPPED_DAY_STATES.includes(row.state)) return TWO_PEOPLE;
  if (pause)
    return { who: `${pause.name}, who paused the engine`, next: "Resume it on the overview.", isStopped: false };
  if (await findHold(db)) return goesOn("the chain, which is not well: payouts are held");
  if (isBehind(now)) return goesOn(`the scan, which is ${now.tipHeight - now.height} blocks behind`);
  switch (row?.state) {
    case undefined:
      return goesOn("the engine");
    case "OPEN":
      return goesOn("the engine, which reads a day once its last block is deep enough");
    case "PREVIEW":
      return goesOn("the end of its review, then the oracle");
    case "PROPOSED":
      return awaitedApprovals(db, row, pool);
    case "COMMITTED":
    case "PAYING":
      return goesOn("its transactions, on chain");
    default:
      return goesOn("the engine");
  }
}

const TWO_PEOPLE: Awaited = {
  who: "two people",
  next: "Find the cause on the day's page. Two people release it there, have it read anew, or close it.",
  isStopped: true,
};

async function awaitedApprovals(db: Database, row: DayRow, pool: LivePool): Promise<Awaited> {
  const asked = await findAsked(db, row, null);
  if (asked) return { who: "the oracle", next: sayUnsigned(asked), isStopped: false };
  const signatures = (await signaturesOf(db, row)).filter(({ role }) => role === "approver");
  const { threshold } = pool.settings;
  const who = `approvers (${signatures.length} of ${threshold} approvals)`;
  return { who, next: "Approvers sign on the day's page.", isStopped: false };
}
