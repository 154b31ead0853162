import { expect, test } from "../fixtures/test";
import { plain } from "./look";

test("says what it is, when the next payout is, and how much is in the pool", async ({ page, request }) => {
  const pool = await (await request.get("/api/v1/pool")).json();
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("share the prize pool");
  // What is counted to depends on what the next day waits for, which it says.
  await expect(page.getByText("Next payout").first()).toBeVisible();
  expect(pool.next).toMatchObject({ dayIndex: expect.any(Number), waitsFor: expect.any(String) });
  const whole = (BigInt(pool.balanceLovelace) / 1_000_000n).toString().replace(/\B(?=(\d{3})+$)/g, " ");
  expect(plain(await page.getByRole("main").textContent())).toContain(`${whole}.`);
});

test("leads from the one input to the answer", async ({ page, facts }) => {
  const [player] = facts.gamePlayers;
  if (!player) throw new Error("the game has no players");
  await page.goto("/");
  await page.getByLabel("Your address").fill(`  ${player.address}\n`);
  await page.getByRole("button", { name: "Check eligibility" }).click();
  await expect(page).toHaveURL(/\/eligibility\?address=/);
  await expect(page.getByText("Provisional")).toBeVisible();
});

test("shows the prizes of paid days as a chart and as figures", async ({ page, facts }) => {
  await page.goto("/");
  await page.getByText("Show as table").click();
  await expect(page.getByRole("rowheader", { name: String(facts.paidDay) })).toBeVisible();
});
