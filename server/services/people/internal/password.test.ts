import { expect, it, test, vi } from "vitest";
import type * as Passwords from "./password";

const ann = { email: "ann@example.org", name: "Ann Field" };
/** As after a start. */
async function fresh() {
  vi.resetModules();
  const turns = await import("../password-turns");
  return { ...turns, ...((await import("./password")) as typeof Passwords) };
}

test("nobody's hash is compared once there is room, though the first came while there was none", async () => {
  const { inTurn, MOST_AT_ONCE, MOST_WAITING, verifyAgainstNobody } = await fresh();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const held = Array.from({ length: MOST_AT_ONCE + MOST_WAITING }, () => inTurn(() => gate));
  await expect(verifyAgainstNobody("wrong wrong wrong")).rejects.toMatchObject({ code: "too-many" });
  open();
  await Promise.all(held);
  expect(await verifyAgainstNobody("wrong wrong wrong")).toBe(false);
});

it("takes as much to compare nobody's hash as a new one", async () => {
  const { HASH_OF_NOBODY, hashNewPassword } = await fresh();
  const costs = (hash: string) => hash.split("$").slice(0, 4);
  expect(costs(HASH_OF_NOBODY)).toEqual(costs(await hashNewPassword("mosaic lantern under rye", ann)));
  expect(HASH_OF_NOBODY).toHaveLength((await hashNewPassword("mosaic lantern under rye", ann)).length);
});

test.each([
  "dailyprizeoracle",
  "DailyPrizeOracle1",
  "Daily Prize Oracle",
  "daily-prize-oracle!",
  "d4ilypr1ze0racle",
  "annfield2026",
])("%s is made of names that everybody here knows, and is refused", async (password) => {
  const { hashNewPassword } = await fresh();
  await expect(hashNewPassword(password, ann)).rejects.toMatchObject({ code: "bad-input", message: /easy to guess/ });
});

it("judges the beginning of a long password: all of it would hold up the process for a second", async () => {
  const { hashNewPassword } = await fresh();
  const refused = { code: "bad-input", message: /easy to guess/ };
  await expect(hashNewPassword(`${"1".repeat(64)} mosaic lantern under rye`, ann)).rejects.toMatchObject(refused);
  await hashNewPassword(`mosaic lantern under rye ${"1".repeat(175)}`, ann);
});

it("judges in turn: of many at once some are sent away", async () => {
  const { hashNewPassword } = await fresh();
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => hashNewPassword("password1234", ann)));
  const codes = all.map((each) => (each.status === "rejected" ? each.reason.code : "taken"));
  expect(new Set(codes)).toEqual(new Set(["bad-input", "too-many"]));
});
