import type { DayState } from "@/server/domain/day/states";
import { readDayToApprove } from "@/server/services/approval/read-day-to-approve";
import { openReleaseRequest, type StopExit } from "@/server/services/day/release-request";
import { stateOf } from "@/server/testing/services/look";
import { scan, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import type { World } from "@/server/testing/services/world";
import { SNAPSHOT_DEPTH } from "@/server/testing/services/world-terms";
import type { People } from "./people";

/** A day that two people lead to its end, on a chain that takes back what each step has brought. */
export type Walk = { readonly world: World; readonly people: People; readonly dayIndex: number };

export type End = "FINAL" | "CARRIED" | "CLOSED";

/** Takes what was confirmed, and the block that a day has just been read at. */
const TAKEN_BACK = SNAPSHOT_DEPTH + 1;
const MOST_ROUNDS = 300;

/** A longer fork comes in place of the newest blocks; the mempool forgets what was in them. */
async function rollBack({ world }: Walk): Promise<void> {
  await world.control.rollback(TAKEN_BACK, { drop: true });
  await world.control.mine(TAKEN_BACK + 1);
  await scan(world);
}

/** Blocks that no rollback of a walk reaches are made of those before. */
export async function settle({ world }: Walk): Promise<void> {
  await world.control.mine(TAKEN_BACK + 1);
  await scan(world);
}

/** People do something, and a rollback follows. They do it again if that took it back. */
export async function act(walk: Walk, does: () => Promise<void>, holds: () => Promise<boolean>): Promise<void> {
  await does();
  await rollBack(walk);
  if (!(await holds())) await does();
}

export async function stop(walk: Walk): Promise<void> {
  const { people, dayIndex } = walk;
  await act(
    walk,
    () => people.stop(dayIndex),
    () => isIn(walk, "FROZEN"),
  );
}

/** The first of two people says how the stop should end, and the second agrees. */
export async function endStop(walk: Walk, exit: StopExit): Promise<void> {
  const { world, people, dayIndex } = walk;
  await act(
    walk,
    () => people.askToEndStop(dayIndex, exit),
    async () => (await openReleaseRequest(world.ctx.db, dayIndex)) !== null,
  );
  await people.agreeToEndStop(dayIndex);
}

/**
 * Lets the engine work, and people do what it asks of them, until the day has come to its end; with a rollback whenever
 * the day comes into a state for the first time. The end is checked on chain, in the report and in the books.
 */
export async function leadOn(walk: Walk, end: End): Promise<void> {
  const { world, dayIndex } = walk;
  const watched = end === "CARRIED" ? [dayIndex, dayIndex + 1] : [dayIndex];
  const known = new Set([await whereAre(walk, watched)]);
  for (;;) {
    let next: (() => Promise<void>) | null = null;
    await stepUntil(
      withoutMachines(walk),
      async () => {
        next = (await isIn(walk, end)) ? done : await whatToDo(walk, watched, known);
        return next !== null;
      },
      MOST_ROUNDS,
    );
    if (next === done) break;
    await (next as (() => Promise<void>) | null)?.();
  }
  await verifyDay(world, dayIndex, { holdings: null });
}

const done = async () => undefined;

/** What comes before the engine's next step; null if nothing does. */
async function whatToDo(walk: Walk, watched: readonly number[], known: Set<string>) {
  const now = await whereAre(walk, watched);
  if (!known.has(now)) {
    known.add(now);
    return () => rollBack(walk);
  }
  for (const dayIndex of watched) {
    const state = await stateOf(walk.world, dayIndex);
    if (state === "FROZEN") return () => release({ ...walk, dayIndex });
    if (state !== "PROPOSED" && state !== "PART_PAID") continue;
    for (const { userId, sign } of walk.people.signers) {
      const { mine, toSign } = await readDayToApprove(walk.world.ctx, { dayIndex, userId });
      if (mine.ok && (state === "PROPOSED" || toSign)) return () => sign(dayIndex);
    }
  }
  return null;
}

/** What was read from a block that is gone is paid as it was signed. */
async function release({ people, dayIndex }: Walk): Promise<void> {
  await people.askToEndStop(dayIndex, "release");
  await people.agreeToEndStop(dayIndex);
}

/** Where people sign, no machine does. */
const withoutMachines = ({ world, people }: Walk): World =>
  people.signers.length > 0 ? { ...world, ctx: { ...world.ctx, approvers: [] } } : world;

const isIn = async ({ world, dayIndex }: Walk, state: DayState) => (await stateOf(world, dayIndex)) === state;

async function whereAre({ world }: Walk, days: readonly number[]): Promise<string> {
  return (await Promise.all(days.map((dayIndex) => stateOf(world, dayIndex)))).join(" ");
}
