import { releaseDay } from "@/server/services/day/release-day";
import type { StopExit } from "@/server/services/day/release-request";
import { addPerson } from "./add-person";
import type { World } from "./world";

/** Two new people, who end the stop of a day whenever they are asked to. */
export async function twoPeople({
  ctx,
}: Pick<World, "ctx">): Promise<(dayIndex: number, exit?: StopExit) => Promise<void>> {
  const [ann, ben] = [await addPerson(ctx.db, "Ann", "admin"), await addPerson(ctx.db, "Ben", "admin")];
  const reason = "We have looked at it, and it is right.";
  return async (dayIndex, exit = "release") => {
    await releaseDay(ctx, { dayIndex, userId: ann, act: { kind: "request", exit, reason } });
    await releaseDay(ctx, { dayIndex, userId: ben, act: { kind: "confirm" } });
  };
}

export async function releaseByTwo(
  world: Pick<World, "ctx">,
  dayIndex: number,
  exit: StopExit = "release",
): Promise<void> {
  await (await twoPeople(world))(dayIndex, exit);
}
