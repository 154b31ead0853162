import { releaseDay } from "@/server/services/day/release-day";
import { addPerson } from "./add-person";
import type { World } from "./world";

/** Two new people, who release a stopped day whenever they are asked to. */
export async function twoPeople({ ctx }: Pick<World, "ctx">): Promise<(dayIndex: number) => Promise<void>> {
  const [ann, ben] = [await addPerson(ctx.db, "Ann", "admin"), await addPerson(ctx.db, "Ben", "admin")];
  const act = { kind: "request", reason: "We have looked at it, and it is right." } as const;
  return async (dayIndex) => {
    await releaseDay(ctx, { dayIndex, userId: ann, act });
    await releaseDay(ctx, { dayIndex, userId: ben, act: { kind: "confirm" } });
  };
}

export async function releaseByTwo(world: Pick<World, "ctx">, dayIndex: number): Promise<void> {
  await (await twoPeople(world))(dayIndex);
}
