import { releaseDay } from "@/server/services/day/release-day";
import { createUser } from "@/server/services/people/create-user";
import type { World } from "./world";

/** Two new people release a stopped day: to the state that it was stopped in. */
export async function releaseByTwo({ ctx }: Pick<World, "ctx">, dayIndex: number): Promise<void> {
  const userOf = async (name: string) => {
    const email = `${name}-${crypto.randomUUID()}@example.org`;
    const person = { email, name, role: "admin", password: "a long password" } as const;
    return (await createUser(ctx.db, person, "cli:test", "m".repeat(40))).userId;
  };
  const [ann, ben] = [await userOf("Ann"), await userOf("Ben")];
  const act = { kind: "request", reason: "We have looked at it, and it is right." } as const;
  await releaseDay(ctx, { dayIndex, userId: ann, act });
  await releaseDay(ctx, { dayIndex, userId: ben, act: { kind: "confirm" } });
}
