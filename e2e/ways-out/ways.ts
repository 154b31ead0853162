import { dayEndMs } from "@/server/domain/day/calendar";
import { DAY_STATES, type DayState, RECORDED_DAY_STATES } from "@/server/domain/day/states";
import { openResumes } from "@/server/services/resume/open-resume";
import { IS_FULL } from "@/server/testing/full";
import { govern } from "@/server/testing/services/govern";
import { attemptState, dayOf, daysInProgress, nextDay, stateOf } from "@/server/testing/services/look";
import { mineUntil, stepToState, stepUntil } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { BLOCK_MS, INTERVAL_MS, SNAPSHOT_DEPTH } from "@/server/testing/services/world-terms";
import { cancelPlan } from "./cancel-plan";
import type { People } from "./people";
import { act, type End, endStop, leadOn, settle, stop, type Walk } from "./walk";

/** How people lead a day from a state to its end. */
type Way = {
  readonly name: string;
  /** Brings the day into the state. */
  readonly bring: (walk: Walk) => Promise<void>;
  /** What people do there. */
  readonly lead: (walk: Walk) => Promise<void>;
  readonly end: End;
};

/** Where a day is at its end, or on the way there without anybody. */
const ARRIVED = [...RECORDED_DAY_STATES, "CLOSED"] as const satisfies readonly DayState[];
type Arrived = "PAID" | "FINAL" | "CARRIED" | "CLOSED";

/** All others: each needs a way out. */
export const STATES = DAY_STATES.filter((state) => !ARRIVED.some((arrived) => arrived === state));

const POT_ADA = "200";

/** Five players, paid in three batches, one after the other. */
export function startWalkedWorld(): Promise<World> {
  return startWorld({
    players: Array.from({ length: 5 }, (_, index) => ({ tokens: BigInt(index + 1) * 10n, plays: true })),
    potLovelace: BigInt(POT_ADA) * 1_000_000n,
    operations: { mostOutputsInBatch: 2, mostInFlight: 1 },
  });
}

const to =
  (state: DayState) =>
  ({ world, dayIndex }: Walk) =>
    stepToState(world, dayIndex, state);

/** Its first batch is in the ledger. */
const toPaying = ({ world, dayIndex }: Walk) =>
  stepUntil(world, async () => (await attemptState(world, dayIndex, 1)) === "IN_LEDGER");

async function toPartPaid(walk: Walk): Promise<void> {
  await toPaying(walk);
  await govern(walk.world, { kind: "cancel" });
  await to("PART_PAID")(walk);
}

const nobody = async () => undefined;

async function releaseIt(walk: Walk): Promise<void> {
  await stop(walk);
  await endStop(walk, "release");
}

/** Its deadline passes, and the same plan is asked for with a later one. */
async function signNothing({ world, dayIndex }: Walk): Promise<void> {
  const deadlineMs = (await dayOf(world, dayIndex)).deadlineMs ?? 0;
  await mineUntil(world, deadlineMs);
  const nobodySigns = { ...world, ctx: { ...world.ctx, approvers: [] } };
  await stepUntil(nobodySigns, async () => ((await dayOf(world, dayIndex)).deadlineMs ?? 0) > deadlineMs);
}

/** The plan is stopped on chain, and once more, as a rollback takes that. */
async function cancelIt(walk: Walk): Promise<void> {
  const { world, dayIndex } = walk;
  await act(
    walk,
    () => cancelPlan(world),
    async () => (await stateOf(world, dayIndex)) === "PART_PAID",
  );
  await settle(walk);
}

async function resumeIt(walk: Walk): Promise<void> {
  const { world, people, dayIndex } = walk;
  await act(
    walk,
    () => people.askToResume(dayIndex),
    async () => (await openResumes(world.ctx.db)).some((row) => row.dayIndex === dayIndex),
  );
}

/** A way out through a stop, as if somebody doubted the day. */
const doubted = (state: DayState): Way => ({
  name: "stopped by one, released by two",
  bring: to(state),
  lead: releaseIt,
  end: "FINAL",
});

/** Stopped by a person in that state, and then the rest. */
const stopped = (state: DayState, way: Pick<Way, "name" | "lead" | "end">): Way => ({
  ...way,
  bring: async (walk) => {
    await to(state)(walk);
    await walk.people.stop(walk.dayIndex);
  },
});

/** Other rules for this day, and the old ones for the next. */
async function readByOtherRules(walk: Walk, potAda: string): Promise<void> {
  const { people, dayIndex } = walk;
  await people.changeRules({ potAda, fromDay: dayIndex });
  await people.changeRules({ potAda: POT_ADA, fromDay: dayIndex + 1 });
  await endStop(walk, "read-anew");
}

/** Every state of the machine that a day is not at its end in, and the ways out of it. */
export const WAYS: Record<Exclude<DayState, Arrived>, readonly Way[]> = {
  OPEN: [doubted("OPEN")],
  SNAPSHOT: [doubted("SNAPSHOT")],
  CALCULATED: [doubted("CALCULATED")],
  CHECKED: [doubted("CHECKED")],
  PREVIEW: [doubted("PREVIEW")],
  PROPOSED: [
    doubted("PROPOSED"),
    { name: "nobody signs, it is proposed again", bring: to("PROPOSED"), lead: signNothing, end: "FINAL" },
  ],
  APPROVED: [
    doubted("APPROVED"),
    { name: "cancelled by the approvers, read again by itself", bring: to("APPROVED"), lead: cancelIt, end: "FINAL" },
  ],
  COMMITTED: [
    {
      name: "cancelled by the approvers, the next day pays it",
      bring: to("COMMITTED"),
      lead: cancelIt,
      end: "CARRIED",
    },
  ],
  PAYING: [
    { name: "nobody does anything", bring: toPaying, lead: nobody, end: "FINAL" },
    { name: "cancelled by the approvers, the next day pays the rest", bring: toPaying, lead: cancelIt, end: "CARRIED" },
  ],
  PART_PAID: [
    { name: "nobody does anything, the next day pays the rest", bring: toPartPaid, lead: nobody, end: "CARRIED" },
    { name: "resumed by one, signed by the approvers", bring: toPartPaid, lead: resumeIt, end: "FINAL" },
  ],
  FROZEN: [
    stopped("PREVIEW", {
      name: "read anew by two, by rules that two have changed",
      lead: (walk) => readByOtherRules(walk, "150"),
      end: "FINAL",
    }),
    stopped("PREVIEW", {
      name: "read anew by two, by rules that leave nothing to pay",
      lead: (walk) => readByOtherRules(walk, "1"),
      end: "CLOSED",
    }),
    stopped("PREVIEW", {
      name: "closed by two with everything carried",
      lead: (walk) => endStop(walk, "close"),
      end: "CLOSED",
    }),
    stopped("APPROVED", {
      name: "cancelled by the approvers, read anew by two once that is final",
      lead: async (walk) => {
        await cancelPlan(walk.world);
        await settle(walk);
        await settle(walk);
        await endStop(walk, "read-anew");
      },
      end: "FINAL",
    }),
  ],
};

/** Those that a sample keeps: of each kind of act that people have, one. */
const SAMPLE: readonly string[] = [
  "APPROVED cancelled by the approvers, read again by itself",
  "PART_PAID resumed by one, signed by the approvers",
  "FROZEN closed by two with everything carried",
];

/** By state and name: all of them in `npm run test:full` and `npm run test:faults`, else a fixed sample. */
export const WALKS: readonly (readonly [string, Way])[] = Object.entries(WAYS)
  .flatMap(([state, ways]) => ways.map((way) => [`${state} ${way.name}`, way] as const))
  .filter(([name]) => IS_FULL || SAMPLE.includes(name));

/** From the beginning of the oldest day that nothing was done for to its end. */
export async function walkOut(world: World, people: People, { bring, lead, end }: Way): Promise<void> {
  // Days wait for each other here: the next is not begun while its turn has not come.
  await stepUntil(world, async () => (await daysInProgress(world)) === 0);
  const dayIndex = await nextDay(world);
  await mineUntil(world, dayEndMs(dayIndex, INTERVAL_MS) + SNAPSHOT_DEPTH * BLOCK_MS);
  const walk = { world, people, dayIndex };
  await bring(walk);
  await settle(walk);
  await lead(walk);
  await leadOn(walk, end);
}
