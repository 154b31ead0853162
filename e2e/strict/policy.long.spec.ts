import type { Page } from "@playwright/test";
import { adminAt, freshCode, giveCode, givePassword } from "../admin/enter";
import { expect, test } from "../fixtures/test";
import { untilHydrated, watchPolicy } from "./watch";

/** Opens a page in light and dark, and what opens over it: menus lock scrolling with a style of their own. */
async function visit(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  const answer = await page.goto(path);
  expect(answer?.status(), path).toBe(200);
  await untilHydrated(page);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  for (const scheme of ["Dark", "Light"]) {
    await page.getByRole("button", { name: "Appearance" }).first().click();
    await page.getByRole("menuitemradio", { name: scheme }).click();
    await expect(page.locator("html")).toHaveClass(new RegExp(scheme.toLowerCase()));
  }
  await page.waitForLoadState("networkidle");
}

test("the public pages work, and break no rule of their policy", async ({ page, facts }) => {
  const seen = await watchPolicy(page);
  const [player] = facts.gamePlayers;
  for (const path of [
    "/",
    "/days",
    `/days/${facts.paidDay}`,
    `/days/${facts.waitingDay ?? facts.paidDay}`,
    "/eligibility",
    `/eligibility?address=${player?.address}`,
    "/docs/api",
  ])
    await visit(page, path);
  expect(seen).toEqual([]);
});

test("the pages of sign-in and console work, and break no rule of their policy", async ({ page, facts }) => {
  const seen = await watchPolicy(page);
  const admin = adminAt(facts, 0);
  await visit(page, "/admin/sign-in");
  await givePassword(page, admin);
  await page.waitForURL("**/admin/second-factor");
  await visit(page, "/admin/second-factor");
  await giveCode(page, await freshCode(admin));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  for (const path of [
    "/admin",
    `/admin/days/${facts.paidDay}`,
    `/admin/days/${facts.waitingDay ?? facts.paidDay}`,
    "/admin/payouts",
    "/admin/pool?act=cancel",
    "/admin/rules",
    "/admin/rules?kind=operations",
    "/admin/alerts",
    "/admin/audit",
    "/admin/account",
  ])
    await visit(page, path);
  expect(seen).toEqual([]);
});

test("pages that lead nowhere break no rule either", async ({ page }) => {
  const seen = await watchPolicy(page);
  for (const path of ["/nowhere", "/days/5", "/admin/nowhere"]) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  expect(seen.filter((text) => !text.includes("status of 404"))).toEqual([]);
});

test("every script of a page carries its nonce, and the nonce is new for each answer", async ({ request }) => {
  const nonces = new Set<string>();
  for (const path of ["/", "/", "/days", "/eligibility", "/docs/api", "/admin/sign-in", "/nowhere"]) {
    const answer = await request.get(path);
    const policy = answer.headers()["content-security-policy"] ?? "";
    const nonce = /script-src 'self' 'nonce-([^']+)' 'strict-dynamic';/.exec(policy)?.[1] ?? "";
    expect(policy, path).toMatch(/base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/);
    expect(answer.headers()["cache-control"], path).toContain("no-store");
    const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length, path).toBeGreaterThan(1);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([]);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(7);
});

test("a browser that asks for an icon before a page has named one gets it", async ({ request }) => {
  const answer = await request.get("/favicon.ico");
  expect(answer.status()).toBe(200);
  expect(answer.headers()["content-type"]).toContain("image/svg+xml");
});
