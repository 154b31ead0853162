import { DESKTOP, PHONE } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { adminAt, openAs } from "./enter";

test("on a phone the checks and the difference come before signing, and nothing of them is cut", async ({
  facts,
  browser,
  baseURL,
}) => {
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 2));
  await page.setViewportSize(PHONE);
  await page.goto(`/admin/days/${facts.waitingDay ?? facts.paidDay}`);
  const top = async (name: RegExp) => (await page.getByRole("heading", { name }).first().boundingBox())?.y ?? 0;
  const panel = await top(/^Approv(e|al)$/);
  for (const name of [/^Plan$/, /^Checks$/, /^Recipients compared/]) expect(await top(name)).toBeLessThan(panel);
  const figures = page.getByRole("region", { name: "Figures compared with the last paid day" });
  await expect(figures.getByRole("row", { name: /= In all/ })).toHaveCount(2);
  const cut = (region: Element) => [region.scrollWidth - region.clientWidth, region.scrollHeight - region.clientHeight];
  expect(await figures.evaluate(cut)).toEqual([0, 0]);
  await page.setViewportSize(DESKTOP);
  expect(await figures.evaluate(cut)).toEqual([0, 0]);
  await page.setViewportSize(PHONE);
  await context.setOffline(true);
  const notice = page.getByRole("alert").filter({ hasText: "Offline" });
  await expect(notice).toContainText(/What you see is from .* UTC, \d+\ss ago/);
  const width = await page.evaluate(() => document.body.clientWidth);
  expect((await notice.boundingBox())?.width).toBe(width);
  await context.setOffline(false);
  await expect(notice).toBeHidden();
  await context.close();
});

test("a day is searched by address, and an unknown day is not found", async ({ facts, browser, baseURL }) => {
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 1));
  const player = facts.gamePlayers.find(({ payoutLovelace }) => payoutLovelace !== "0");
  await page.goto(`/admin/days/${facts.paidDay}`);
  await page.getByRole("searchbox", { name: "Search by address or identity" }).fill(player?.address ?? "");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/\?q=/);
  const rows = page.getByRole("region", { name: "All rewards" }).locator("tbody tr");
  await expect(rows).toHaveCount(1);
  await expect(rows.locator(`[title="${player?.address}"]`)).toBeVisible();
  const answer = await page.goto("/admin/days/5");
  expect(answer?.status()).toBe(404);
  await context.close();
});
