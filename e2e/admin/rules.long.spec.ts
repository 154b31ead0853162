import { expect, test } from "../fixtures/test";
import { adminAt, enter, openAs } from "./enter";

test("two administrators change the rules: one sees what it does and proposes, the other confirms", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const [first, second] = [adminAt(facts, 0), adminAt(facts, 1)];
  const fromDay = String((facts.waitingDay ?? facts.paidDay) + 200);
  await page.setViewportSize({ width: 390, height: 844 });
  await enter(page, first);
  await page.goto("/admin/rules");
  await page.getByText("Propose a change").click();
  const cap = page.getByLabel("Most for one owner");
  const check = page.getByRole("button", { name: "See what changes" });

  await cap.fill("lots");
  await check.click();
  await expect(page.getByText("must be in ADA, such as 12.5").first()).toBeVisible();
  await cap.fill("0.5");
  await page.getByLabel("First day").fill(fromDay);
  await check.click();
  await expect(page.getByText(/the ledger takes no output below/).first()).toBeVisible();
  await cap.fill("40");
  await check.click();
  await expect(page.getByText(/Most for one owner: 40\.00.ADA instead of no cap/)).toBeVisible();
  await expect(page.getByText(new RegExp(`Day ${facts.paidDay}`)).first()).toBeVisible();
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(sideways).toBeLessThanOrEqual(0);

  const reason = "Whales took too much; the forum voted for it.";
  await page.getByLabel("Reason").fill(reason);
  await page.getByRole("button", { name: "Propose these changes" }).click();
  await expect(page.getByRole("heading", { name: "Waits for a second person" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Confirm these changes" })).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("has already agreed. A second person must confirm.")).toBeVisible();

  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto("/admin");
  await other.page.getByRole("link", { name: "Read the proposal" }).click();
  await expect(other.page.getByText(reason)).toBeVisible();
  await other.page.getByRole("button", { name: "Show the effect" }).click();
  await expect(other.page.getByText(new RegExp(`Day ${facts.paidDay}`)).first()).toBeVisible();
  await other.page.getByRole("button", { name: "Confirm these changes" }).click();
  await expect(other.page.getByRole("heading", { name: "Version 2" })).toBeVisible();
  await expect(other.page.getByText(`from day ${fromDay} on`).first()).toBeVisible();
  await other.page.goto("/admin/audit?q=rules.confirm");
  await expect(other.page.getByText("rules.confirm").first()).toBeVisible();
  await other.context.close();
});

test("a proposal is withdrawn by one", async ({ page, facts }) => {
  await enter(page, adminAt(facts, 0));
  await page.goto("/admin/rules?kind=operations");
  await page.getByText("Propose a change").click();
  await page.getByLabel("Depth of a confirmation").fill("7");
  await page.getByRole("button", { name: "See what changes" }).click();
  await page.getByLabel("Reason").fill("Payments look late to people.");
  await page.getByRole("button", { name: "Propose these changes" }).click();
  await page.getByRole("button", { name: "Withdraw the proposal" }).click();
  await expect(page.getByRole("heading", { name: "Waits for a second person" })).toHaveCount(0);
});
