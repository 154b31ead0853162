import { expect, test } from "../fixtures/test";
import { expectWellMade } from "./look";

test("the landing page is accessible", async ({ page }) => expectWellMade(page, "/"));

test("list and days are accessible", async ({ page, facts }) => {
  await expectWellMade(page, "/days");
  await expectWellMade(page, `/days/${facts.paidDay}`);
  if (facts.waitingDay !== null) await expectWellMade(page, `/days/${facts.waitingDay}`);
});

test("the API's reference is accessible, and leads to the document", async ({ page }) => {
  await expectWellMade(page, "/docs/api");
  await page.getByRole("link", { name: "openapi.json" }).click();
  await expect(page).toHaveURL(/\/api\/v1\/openapi\.json$/);
});

test("eligibility is accessible: empty, eligible, not eligible, and mistyped", async ({ page, facts }) => {
  const [player] = facts.gamePlayers;
  for (const address of [player?.address ?? "", facts.neverPlayed.address, "addr_test1oops"]) {
    await expectWellMade(page, `/eligibility?address=${address}`);
  }
  await expectWellMade(page, "/eligibility");
});
