import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, it } from "vitest";
import { approval } from "@/db/schema";
import type { PlanSigner } from "@/server/domain/ports";
import { APPROVER_KEYS, localSigner, signText, testKey } from "@/server/testing/services/keys";
import { endNextDay, stepToState } from "@/server/testing/services/steps";
import { startWorld, type World } from "@/server/testing/services/world";
import { advanceDays } from "./advance-days";

/* One automated approver that is of no use stops none of the others. */

let world: World;
let dayIndex: number;
beforeEach(async () => {
  world = await startWorld({ potLovelace: 200_000_000n });
  dayIndex = await endNextDay(world);
});
afterEach(() => world.stop());

const withApprovers = (approvers: readonly PlanSigner[]): World => ({ ...world, ctx: { ...world.ctx, approvers } });

/** Of a key that was dropped from the pool; asking it at all would fail. */
const dropped = (): PlanSigner => ({
  ...localSigner("dropped", testKey("dropped"), { network: "", policyId: "", act: "approve", dailyLimitLovelace: 1n }),
  signPlan: () => Promise.reject(new Error("it was asked")),
});

const liar = (signer: PlanSigner): PlanSigner => ({ ...signer, name: "liar", signPlan: async () => "00".repeat(64) });

async function advanceUntil({ ctx }: World, holds: (detail: string) => Promise<boolean>): Promise<void> {
  let said = "";
  for (let round = 0; round < 20; round++) {
    said = (await advanceDays(ctx)).detail;
    if (await holds(said)) return;
  }
  throw new Error(`it did not happen; the last step said ${said}`);
}

it.each<[string, (first: PlanSigner) => PlanSigner, RegExp]>([
  ["whose key is no approver of the pool", dropped, /dropped: its key is no approver of the pool/],
  ["that signs wrongly", liar, /liar: The signature/],
])("an automated approver %s is named, and the others approve the day", async (_what, make, words) => {
  const [first, ...good] = world.ctx.approvers;
  if (!first) throw new Error("the world has approvers");
  const bad = make(first);
  await stepToState(withApprovers([]), dayIndex, "PROPOSED");
  await advanceUntil(withApprovers([bad]), async (detail) => words.test(detail));
  await stepToState(withApprovers([bad, ...good]), dayIndex, "APPROVED");
});

it("a stored signature that does not count is replaced by asking its signer again", async () => {
  const [first, second] = world.ctx.approvers;
  const [key] = APPROVER_KEYS;
  if (!first || !second || !key) throw new Error("the world has approvers");
  await stepToState(withApprovers([first]), dayIndex, "PROPOSED");
  const ofKey = and(eq(approval.dayIndex, dayIndex), eq(approval.publicKey, key.publicKey));
  await advanceUntil(withApprovers([first]), async () => (await world.ctx.db.$count(approval, ofKey)) > 0);
  await world.ctx.db
    .update(approval)
    .set({ envelope: signText(key, "another text") })
    .where(ofKey);
  await stepToState(withApprovers([first, second]), dayIndex, "APPROVED");
});
