import { expect, test } from "../fixtures/test";
import { adminAt, enter, openAs } from "./enter";
import { approveButton, nextWaiting } from "./waiting-day";

test("one person stops a day that waits for approval; two release it, and it waits again", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const [first, second] = [adminAt(facts, 0), adminAt(facts, 1)];
  await enter(page, first);
  const day = await nextWaiting(page);
  await page.getByText("Something is wrong with this plan").click();
  await expect(page.getByText(/Stopping does not void the plan/)).toBeVisible();
  const stopButton = page.getByRole("button", { name: `Stop day ${day}` });
  await stopButton.click();
  await expect(page.getByText(/give a reason of at least \d+ characters/i)).toBeVisible();
  const reason = "The pot is ten times what was announced.";
  await page.getByLabel("What is wrong").fill(reason);
  await stopButton.click();
  await expect(page.getByRole("heading", { name: "This day is stopped" })).toBeVisible();
  await expect(page.getByText(reason)).toBeVisible();
  await expect(approveButton(page, day)).toHaveCount(0);

  const visitor = await browser.newContext({ baseURL });
  const publicPage = await visitor.newPage();
  await publicPage.goto(`/days/${day}`);
  await expect(publicPage.getByText("The team stopped it, to look into it.")).toBeVisible();
  expect(await publicPage.content()).not.toContain(reason);
  await visitor.close();

  // What is signed can still be committed, so the day is not read anew: it goes on from where it was.
  const ask = page.getByRole("button", { name: `Ask a second person for day ${day}` });
  await page.getByLabel("Reason", { exact: true }).fill("It was announced yesterday, in the forum.");
  await page.getByLabel(/^Read it anew/).check();
  await ask.click();
  await expect(page.getByText(/can still be committed: cancel it, or let its deadline pass/)).toBeVisible();
  await page.getByLabel(/^From where it was stopped/).check();
  await ask.click();
  await expect(page.getByText("Release requested")).toBeVisible();
  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto(`/admin/days/${day}`);
  await other.page.getByRole("button", { name: new RegExp(`^Release day ${day} to`) }).click();
  await expect(approveButton(other.page, day)).toBeVisible();
  await other.context.close();
});
