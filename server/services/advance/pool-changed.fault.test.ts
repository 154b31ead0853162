import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Change } from "@/server/domain/contract/acts";
import { runRound } from "@/server/jobs/run-job";
import { createOperator } from "@/server/signing/operator";
import { APPROVER_KEYS, OPERATOR_KEY, signText } from "@/server/testing/services/keys";
import { snapshotOf } from "@/server/testing/services/look";
import { mineWhile } from "@/server/testing/services/pass-time";
import { endNextDay, liveToState, scan, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { findPool } from "../pool-commands/find-pool";
import { planAct, signAct } from "../pool-commands/plan-act";
import { sendAct } from "../pool-commands/send-act";

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld({ operations: { deadlineMs: 120_000 } });
});
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterAll(() => world.stop());

/** The approvers change the pool while a day is under way. */
async function changePool(change: Change): Promise<void> {
  const { source } = world.ctx;
  const found = await findPool(source, world.deployment.script.policyId);
  const plan = planAct(found, { kind: "updateSettings", change });
  const signatures = new Map(APPROVER_KEYS.map((key) => [key.publicKey, signText(key, plan.text)]));
  const { redeemer } = signAct(found, plan, signatures);
  const payer = createOperator(OPERATOR_KEY);
  await mineWhile(world.control, () => sendAct({ source, found, payer, others: [], askAgainMs: 20 }, redeemer));
  await scan(world);
}

it.each([
  ["CALCULATED", "its reserve", { kind: "setReserve", reserveLovelace: 6_000_000n }],
  ["PREVIEW", "its highest fee", { kind: "setMaxFee", maxFeeLovelace: 2_500_000n }],
] as const)("a day that is %s is read again when the pool has changed %s", async (state, _, change) => {
  await stepToState(world, dayIndex, state);
  const before = await snapshotOf(world, dayIndex);
  await changePool(change);
  const { advance } = await runRound(world.ctx);
  expect(advance.result).not.toBe("needs-human");
  await liveToState(world, dayIndex, "PAID");
  expect((await snapshotOf(world, dayIndex))?.id).not.toBe(before?.id);
  await verifyDay(world, dayIndex);
});
