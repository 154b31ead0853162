import { afterAll, beforeAll, expect, it } from "vitest";
import type { Role } from "@/server/domain/people/roles";
import { addPerson } from "@/server/testing/services/add-person";
import { dayOf } from "@/server/testing/services/look";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { appRouter } from "../root";

const REASON = "The plays of that day are being looked into.";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** The calls of somebody new who is signed in to the console. */
async function signedIn(name: string, role: Role) {
  const userId = await addPerson(world.ctx.db, name, role);
  const session = {
    sessionId: crypto.randomUUID(),
    userId,
    name,
    email: `${name}@example.org`,
    role,
    level: 2,
  } as const;
  return appRouter.createCaller({ services: world.ctx, session });
}

it("a day is stopped and closed as its page does, and its public page says by whom and why", async () => {
  const [ann, ben, olga] = [
    await signedIn("Ann", "approver"),
    await signedIn("Ben", "admin"),
    await signedIn("Olga", "operator"),
  ];
  const dayIndex = await endNextDay(world);
  await stepToState(world, dayIndex, "PREVIEW");
  await olga.approval.stop({ dayIndex, reason: REASON });
  const request = { dayIndex, act: { kind: "request", exit: "close", reason: REASON } } as const;
  const confirm = { dayIndex, act: { kind: "confirm" } } as const;
  await expect(olga.approval.release(request)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await ann.approval.release(request);
  await expect(ann.approval.release(confirm)).rejects.toMatchObject({ code: "FORBIDDEN" });
  expect((await dayOf(world, dayIndex)).state).toBe("FROZEN");
  expect(await ben.approval.release(confirm)).toEqual({ kind: "released", state: "OPEN" });
  await liveToState(world, dayIndex, "CLOSED");
  await verifyDay(world, dayIndex);
  const told = await appRouter.createCaller({ services: world.ctx, session: null }).days.read({ day: `${dayIndex}` });
  expect(told).toMatchObject({ state: "CLOSED", closing: { by: ["Ann", "Ben"], reason: REASON } });
});
