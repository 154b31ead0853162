import { afterAll, beforeAll, expect, test } from "vitest";
import { type CliPerson, cliPeople } from "@/server/testing/cli/cli-people";
import { endNextDay, liveToState, stepToState } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";

const REASON = ["--reason", "The pot looks too large to me."];

let world: World;
let command: Awaited<ReturnType<typeof cliPeople>>;
beforeAll(async () => {
  world = await startWorld();
  command = await cliPeople(world, "approver");
});
afterAll(() => world.stop());

const run = (args: readonly string[], as?: CliPerson) => command("day", args, as);

test("a day is stopped by one person and read anew by two, by commands alone, and is paid then", async () => {
  const dayIndex = await endNextDay(world);
  const day = String(dayIndex);
  await stepToState(world, dayIndex, "PREVIEW");
  expect(await run(["stop", day, ...REASON], "ann")).toMatchObject({ code: 0, result: { ok: true, state: "FROZEN" } });
  const asked = await run(["read-anew", day, ...REASON], "ann");
  expect(asked).toMatchObject({ code: 0, result: { state: "FROZEN", request: "read-anew" } });
  expect(asked.words).toContain(
    `ann wants it to be read anew: “${REASON[1]}” A second person runs: npm run day -- confirm`,
  );
  const alone = await run(["confirm", day], "ann");
  expect(alone.code).toBe(1);
  expect(alone.words).toMatch(/second person|two people|different/i);
  expect(await run(["confirm", day], "ben")).toMatchObject({ code: 0, result: { state: "OPEN" } });
  await liveToState(world, dayIndex, "PAID");
  await verifyDay(world, dayIndex);
  const late = await run(["resume", day, ...REASON], "ben");
  expect(late.code).toBe(1);
  expect(late.words).toContain(`day ${dayIndex} is “Paid”: only what the pool's last plan left unpaid can be resumed`);
});

test("a stopped day is closed by two, by commands alone, and what it owes is paid with the next day's", async () => {
  const dayIndex = await endNextDay(world);
  const day = String(dayIndex);
  await stepToState(world, dayIndex, "PREVIEW");
  const early = await run(["close", day, ...REASON], "ann");
  expect(early.code).toBe(1);
  expect(early.words).toContain(`day ${dayIndex} is “In review”: only a stopped day can be released`);
  await run(["stop", day, ...REASON], "ann");
  const asked = await run(["close", day, ...REASON], "ann");
  expect(asked).toMatchObject({ code: 0, result: { state: "FROZEN", request: "close", closing: null } });
  expect(asked.words).toContain(`ann wants it to be closed with everything carried: “${REASON[1]}” A second person`);
  expect((await run(["confirm", day], "ann")).code).toBe(1);
  const closing = { by: ["ann", "ben"], reason: REASON[1] };
  const closed = await run(["confirm", day], "ben");
  expect(closed).toMatchObject({ code: 0, result: { state: "OPEN", closing } });
  expect(closed.words).toContain(`ann and ben closed it with everything carried: “${REASON[1]}”`);
  await liveToState(world, dayIndex, "CLOSED");
  expect((await verifyDay(world, dayIndex)).declared.closing).toEqual(closing);
  await liveToState(world, dayIndex + 1, "PAID");
  expect((await verifyDay(world, dayIndex + 1)).totals.payoutLovelace).toBe(2n * world.potLovelace);
});

test("a wrong call says what would be right", async () => {
  expect((await run(["stop", "today", ...REASON])).words).toContain('"today" is not the number of a day');
  expect((await run(["stop", "1"])).words).toContain("--reason is missing");
  expect((await run(["undo", "1"])).words).toContain('There is no command "undo 1"');
});
