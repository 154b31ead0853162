import type { Page } from "@playwright/test";
import { checkLooks, DESKTOP } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { adminAt, givePassword, openAs } from "./enter";

async function checkPage(page: Page, path: string | null): Promise<void> {
  if (path) await page.goto(path);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toBeVisible();
  await checkLooks(page, String(path));
  await expect(heading).toBeVisible();
}

test("the sign-in pages have no accessibility violations", async ({ page, facts }) => {
  await checkPage(page, "/admin/sign-in");
  await givePassword(page, adminAt(facts, 0));
  await page.waitForURL("**/admin/second-factor");
  await checkPage(page, null);
});

test("the console's pages show their content, accessibly", async ({ facts, browser, baseURL }) => {
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 0));
  await checkPage(page, "/admin");
  for (const metric of ["Uptime", "Last successful payout", "Participant scan", "Blockchain sync", "Error rate"]) {
    await expect(page.getByText(metric, { exact: true }).first()).toBeVisible();
  }
  await checkPage(page, `/admin/days/${facts.paidDay}`);
  await checkPage(page, "/admin/payouts");
  await page.setViewportSize(DESKTOP);
  await page.getByText(`Day ${facts.paidDay}`, { exact: true }).click();
  await expect(page.getByRole("row", { name: /Commit/ }).first()).toBeVisible();
  await checkPage(page, "/admin/alerts");
  await checkPage(page, "/admin/audit");
  await expect(page.getByText(/Log verified: .* entries/)).toBeVisible();
  await checkPage(page, "/admin/pool?act=set-window");
  await page.getByText("The pool in full").click();
  await page.getByLabel("Deadline, at least").fill("1 h");
  await page.getByLabel("Deadline, at most").fill("36 h");
  await page.getByRole("button", { name: "See what it does" }).click();
  await expect(page.getByText("Text to sign")).toBeVisible();
  await checkPage(page, null);
  await checkPage(page, "/admin/rules");
  await page.getByText("Propose a change").click();
  await checkPage(page, null);
  await checkPage(page, "/admin/rules?kind=operations");
  await checkPage(page, "/admin/account");
  await expect(page.getByText("sealed with your passphrase")).toBeVisible();
  await context.close();
});
