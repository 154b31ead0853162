import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { generate } from "otplib";
import { FACTS_VARIABLE, type Facts } from "../fixtures/facts";
import { forgetCodes } from "../fixtures/pass-time";
import { expect } from "../fixtures/test";

export type Admin = Facts["admins"][number];

/** A code that counts, whatever was used before: that each counts once is tested where two of them are given. */
export async function freshCode({ email, totpSecret: secret }: Admin): Promise<string> {
  const facts: Facts = JSON.parse(readFileSync(process.env[FACTS_VARIABLE] ?? "", "utf8"));
  await forgetCodes(facts.commandVariables.DATABASE_URL ?? "", email);
  return generate({ secret });
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

/** Signs in by the calls that the pages make, for tests that are about something else. */
export async function enter(page: Page, admin: Admin): Promise<void> {
  const { request } = page.context();
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const { email, password } = admin;
  await request.post("/api/auth/callback/credentials", { form: { csrfToken, json: "true", email, password } });
  const complete = await request.post("/api/trpc/account.confirmCode", { data: { code: await freshCode(admin) } });
  expect(complete.status(), await complete.text()).toBe(200);
}

/** A separate browser for each person, who is signed in and has opened nothing yet. */
export async function openAs(
  browser: Browser,
  baseURL: string,
  admin: Admin,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await enter(page, admin);
  return { page, context };
}

export function adminAt(facts: Facts, index: number): Admin {
  const admin = facts.admins[index];
  if (!admin) throw new Error(`the product has only ${facts.admins.length} administrators`);
  return admin;
}
