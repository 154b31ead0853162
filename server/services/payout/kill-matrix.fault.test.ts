import { appendFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { FaultRule } from "@/server/devnet/faults";
import { KILL_MATRIX_FILE, someOf } from "@/server/testing/full";
import { attemptsOf, stateOf } from "@/server/testing/services/look";
import { stepAndDie } from "@/server/testing/services/step-and-die";
import { endNextDay } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

const MOST_KILLS = 60;
const SPENT = 'ConwayMempoolFailure "All inputs are spent. Transaction has probably already been included"';

/** What the provider answers to the first submissions of a Commit and of a payment. */
const OUTCOMES: Record<string, Record<string, unknown> | null> = {
  accepted: null,
  "accepted, then a time-out": { kind: "accept-then-error", answer: "timeout" },
  "accepted, then a 500": { kind: "accept-then-error", answer: "500" },
  "accepted, then a dropped connection": { kind: "accept-then-error", answer: "drop" },
  "a bare hash": { kind: "accept-then-error", answer: "bare-hash" },
  "not accepted, a dropped connection": { kind: "drop" },
  "a 503 of a proxy": { kind: "status", status: 503, body: "<html>busy</html>" },
  "inputs spent, although nothing was": { kind: "status", status: 400, body: SPENT },
  "an unknown error": { kind: "status", status: 400, body: "frobnication of the quux" },
  "accepted and lost": { kind: "accept-and-lose" },
};

let world: World;
let dayIndex: number;
beforeAll(async () => {
  world = await startWorld();
});
// Each test has its own day, in one world.
beforeEach(async () => {
  dayIndex = await endNextDay(world);
});
afterEach(() => world.control.clearFaults());
afterAll(() => world.stop());

it.each(someOf(Object.entries(OUTCOMES), 1))(
  "kill -9 after every step that is stored, submissions answered by %s: the day is paid once",
  async (outcome, effect) => {
    const rule = { path: "^/tx/submit$", method: "POST", times: 2, ...effect };
    if (effect !== null) await world.control.setFaults(rule as FaultRule);
    const steps: string[] = [];
    while (steps.length < MOST_KILLS && (await stateOf(world, dayIndex)) !== "PAID")
      steps.push(await stepAndDie(world, dayIndex));
    expect(await stateOf(world, dayIndex)).toBe("PAID");
    await verifyDay(world, dayIndex);
    // The Commit and one payment, whatever died and whatever was answered.
    expect((await attemptsOf(world, dayIndex)).map(({ kind }) => kind)).toEqual(["commit", "pay"]);
    for (const state of ["snapshot", "calculated", "checked", "preview", "proposed", "approved", "committed", "paid"]) {
      const isKilledAfter = steps.some((step) => step.split(" ").includes(`day.${state}`));
      expect(isKilledAfter, `a kill after day.${state}`).toBe(true);
    }
    // Between the request and the question, and after the answer.
    expect(steps.filter((step) => /day\.(proposed|propose)$/.test(step))).toEqual(["day.proposed", "day.propose"]);
    for (const state of ["built", "broadcast", "in_ledger"]) {
      expect(steps.filter((step) => step.includes(`payout.${state}`)).length, state).toBeGreaterThan(1);
    }
    if (KILL_MATRIX_FILE) {
      appendFileSync(KILL_MATRIX_FILE, steps.map((step, at) => `${JSON.stringify({ outcome, at, step })}\n`).join(""));
    }
  },
);
