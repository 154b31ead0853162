import type { Page } from "@playwright/test";
import { expect } from "../fixtures/test";
import type { Admin } from "./enter";

/** Until a day is paid, or the next one waits. */
export const PAID_MS = 100_000;

export const approveButton = (page: Page, day: number) =>
  page.getByRole("button", { name: new RegExp(`^Approve day ${day}, `) });

/** The next day that waits for this person's approval, from the overview. */
export async function nextWaiting(page: Page): Promise<number> {
  await page.goto("/admin");
  const link = page.getByRole("link", { name: "Review and approve" });
  await expect(link).toBeVisible({ timeout: PAID_MS });
  await link.click();
  await page.waitForURL(/\/admin\/days\/\d+$/);
  return Number(page.url().split("/").at(-1));
}

export async function approveWithPassphrase(page: Page, day: number, admin: Admin): Promise<void> {
  await page.getByLabel("Key passphrase").fill(admin.passphrase);
  await approveButton(page, day).click();
  await expect(page.getByText("You approved day").first()).toBeVisible();
}
