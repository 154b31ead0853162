import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { generate } from "otplib";
import { FACTS_VARIABLE, type Facts } from "../fixtures/facts";
import { expect } from "../fixtures/test";

export type Admin = Facts["admins"][number];

const PERIOD_MS = 30_000;
/**
 * The last step whose code was used, by secret: a code counts once. Kept in a file beside the facts, because a new
 * process follows a failed test.
 */
const usedSteps = {
  file: `${process.env[FACTS_VARIABLE]}.steps`,
  read(): Record<string, number> {
    return existsSync(this.file) ? JSON.parse(readFileSync(this.file, "utf8")) : {};
  },
  get(secret: string): number {
    return this.read()[secret] ?? 0;
  },
  set(secret: string, step: number): void {
    writeFileSync(this.file, JSON.stringify({ ...this.read(), [secret]: step }));
  },
};

/** An unused code. The product accepts the next period's too, so this waits at most one period. */
export async function freshCode({ totpSecret }: Admin): Promise<string> {
  const step = Math.max(Math.floor(Date.now() / PERIOD_MS), usedSteps.get(totpSecret) + 1);
  const waitMs = (step - 1) * PERIOD_MS - Date.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
  usedSteps.set(totpSecret, step);
  return generate({ secret: totpSecret, epoch: (step * PERIOD_MS) / 1_000 });
}

export async function givePassword(page: Page, { email, password }: Pick<Admin, "email" | "password">) {
  await page.goto("/admin/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue" }).click();
}

export async function giveCode(page: Page, code: string) {
  await page.getByLabel("Code from your authenticator app").fill(code);
  await page.getByRole("button", { name: "Confirm" }).click();
}

/** Signs in through the pages, with both factors. */
export async function signIn(page: Page, admin: Admin): Promise<void> {
  await givePassword(page, admin);
  await page.waitForURL("**/admin/second-factor");
  await giveCode(page, await freshCode(admin));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

/** A separate browser for each person. */
export async function openAs(
  browser: Browser,
  baseURL: string,
  admin: Admin,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signIn(page, admin);
  return { page, context };
}

export function adminAt(facts: Facts, index: number): Admin {
  const admin = facts.admins[index];
  if (!admin) throw new Error(`the product has only ${facts.admins.length} administrators`);
  return admin;
}
