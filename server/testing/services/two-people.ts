import { releaseDay } from "@/server/services/day/release-day";
import { createUser } from "@/server/services/people/create-user";
import type { World } from "./world";

/** Two new people, who release a stopped day whenever they are asked to. */
export async function twoPeople({ ctx }: Pick<World, "ctx">): Promise<(dayIndex: number) => Promise<void>> {
  const userOf = async (name: string) => {
    const email = `${name}-${crypto.randomUUID()}@example.org`;
    const person = { email, name, role: "admin", password: "a long password" } as const;
    return (await createUser(ctx.db, person, "cli:test", "m".repeat(40))).userId;
  };
  const [ann, ben] = [await userOf("Ann"), await userOf("Ben")];
  const act = { kind: "request", reason: "We have looked at it, and it is right." } as const;
  return async (dayIndex) => {
    await releaseDay(ctx, { dayIndex, userId: ann, act });
    await releaseDay(ctx, { dayIndex, userId: ben, act: { kind: "confirm" } });
  };
}

export async function releaseByTwo(world: Pick<World, "ctx">, dayIndex: number): Promise<void> {
  await (await twoPeople(world))(dayIndex);
}
