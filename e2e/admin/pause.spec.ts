import { expect, test } from "../fixtures/test";
import { adminAt, openAs } from "./enter";

const REASON = "The pot of the next day looks wrong.";

test("one administrator pauses the engine with a reason, another reads it and resumes", async ({
  facts,
  browser,
  baseURL,
}) => {
  const [first, second] = [adminAt(facts, 0), adminAt(facts, 1)];
  const { page, context } = await openAs(browser, baseURL ?? "", first);
  await page.goto("/admin");
  await page.getByText("Pause the engine", { exact: true }).first().click();
  await page.getByLabel("Why it is paused").fill("so");
  const pause = page.getByRole("button", { name: "Pause the engine" });
  await pause.click();
  await expect(page.getByText("Give a reason of at least 10 characters.")).toBeVisible();
  await page.getByLabel("Why it is paused").fill(REASON);
  await pause.click();
  await expect(page.getByRole("heading", { name: "Resume the engine" })).toBeVisible();
  await expect(page.getByText(`Paused by ${first.name} since`).first()).toBeVisible();
  await context.close();

  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto("/admin");
  await expect(other.page.getByText("Pause: waits")).toBeVisible();
  await expect(other.page.getByText("Job advance: waits"), "told once").toHaveCount(0);
  await expect(other.page.getByText(REASON).first()).toBeVisible();
  await other.page.getByLabel("Why it may go on").fill("It was last year's figure.");
  await other.page.getByRole("button", { name: "Resume the engine" }).click();
  await expect(other.page.getByRole("heading", { name: "Resume the engine" })).toHaveCount(0);
  await expect(other.page.getByText("Pause: waits")).toHaveCount(0);
  await other.context.close();
});
