import type { Locator, Page } from "@playwright/test";
import { adminAt, enter, freshCode, giveCode, givePassword } from "../admin/enter";
import { expect, test } from "../fixtures/test";
import { sealedKeyOf, withFreeKey } from "./free-key";
import { watchPolicy } from "./watch";

/** Keeps the page's scripts back until `release` is called. Inline scripts run at once, as on a slow line. */
async function holdScripts(page: Page): Promise<() => Promise<void>> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  return async () => {
    release();
    await page.unrouteAll({ behavior: "wait" });
  };
}

/** Whatever the page sends from now on: method, address and body. */
function sentBy(page: Page): string[] {
  const sent: string[] = [];
  page.on("request", (request) => sent.push(`${request.method()} ${request.url()} ${request.postData() ?? ""}`));
  return sent;
}

const SECRET = "0123456789abcdef-secret";

/**
 * Types into a field and presses Enter, first as a person can, then with what keeps the field closed taken away: not
 * even an open form has anything to send, nor where to.
 */
async function pressEnterEarly(page: Page, field: Locator): Promise<void> {
  const sent = sentBy(page);
  const before = page.url();
  await expect(field).toBeDisabled();
  // A person opens what the field is folded into, which takes no script.
  await field.evaluate((input) => input.closest("details")?.setAttribute("open", ""));
  await field.click({ force: true });
  await page.keyboard.type(SECRET);
  await page.keyboard.press("Enter");
  await expect(field).toHaveValue("");
  await field.evaluate((input: HTMLInputElement, text) => {
    const form = input.form;
    if (!form) throw new Error("the field has no form");
    for (const part of form.querySelectorAll("fieldset, input, button")) part.removeAttribute("disabled");
    input.value = text;
    input.focus();
  }, SECRET);
  await page.keyboard.press("Enter");
  await field.evaluate((input: HTMLInputElement) => input.form?.requestSubmit());
  await expect(field).toHaveValue(SECRET);
  expect(page.url()).toBe(before);
  expect(sent.filter((request) => !request.startsWith("GET"))).toEqual([]);
  expect(sent.join("\n")).not.toContain(SECRET);
  expect(new URL(page.url()).search).toBe("");
}

/** Opens the page with its scripts held, presses Enter in the field, then lets the scripts come, on a new page. */
async function checkEarly(page: Page, path: string, fieldOf: (page: Page) => Locator): Promise<void> {
  const release = await holdScripts(page);
  await page.goto(path, { waitUntil: "commit" });
  await expect(fieldOf(page)).toBeAttached();
  await pressEnterEarly(page, fieldOf(page));
  await release();
  await page.goto(path);
  await expect(fieldOf(page)).toBeEnabled();
}

test("Enter pressed before the scripts are there posts no password and no code", async ({ page, facts }) => {
  const admin = adminAt(facts, 1);
  await checkEarly(page, "/admin/sign-in", (page) => page.getByLabel("Password"));
  const sent = sentBy(page);
  await givePassword(page, admin);
  await page.waitForURL("**/admin/second-factor");
  // Only the one call of our script carries it.
  expect(sent.filter((request) => request.includes(encodeURIComponent(admin.password)))).toEqual([
    expect.stringMatching(/^POST [^ ?]+\/api\/auth\/callback\/credentials /),
  ]);
  await checkEarly(page, "/admin/second-factor", (page) => page.getByLabel("Code from your authenticator app"));
  await giveCode(page, await freshCode(admin));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("Enter pressed early posts no passphrase of an approver, and no page holds their sealed key", async ({
  page,
  facts,
}) => {
  const admin = adminAt(facts, 2);
  await enter(page, admin);
  await page.goto("/admin");
  await page.getByRole("link", { name: "Review and approve" }).click({ timeout: 100_000 });
  await page.waitForURL(/\/admin\/days\/\d+$/);
  const { pathname } = new URL(page.url());
  await checkEarly(page, pathname, (page) => page.getByLabel("Key passphrase"));
  // Nor is the key in a page: it is fetched when something is signed.
  const { ciphertext } = JSON.parse(await sealedKeyOf(facts, admin));
  for (const path of [pathname, "/admin/account", "/admin"]) {
    expect(await (await page.request.get(path)).text(), path).not.toContain(ciphertext);
  }
});

test("a key is enrolled by the scripts alone, and Enter pressed early posts nothing of it", async ({ page, facts }) => {
  // Not the one of the tests of sign-in: an account is signed in to ten times a minute, and no more.
  const admin = adminAt(facts, 0);
  const seen = await watchPolicy(page);
  await withFreeKey(facts, admin, async () => {
    await enter(page, admin);
    await checkEarly(page, "/admin/account", (page) => page.getByLabel("Or enter the secret key"));
    await checkEarly(page, "/admin/account", (page) => page.getByLabel("New passphrase"));
    const sent = sentBy(page);
    await page.getByText("Enrol a key").click();
    await page.getByLabel("Or enter the secret key").fill(admin.secretKey);
    await page.getByLabel("New passphrase").fill(admin.passphrase);
    await page.keyboard.press("Enter");
    await expect(page.getByText("Key enrolled", { exact: true })).toBeVisible();
    expect(sent.join("\n")).not.toContain(admin.secretKey);
    expect(sent.join("\n")).not.toContain(admin.passphrase);
    expect(seen).toEqual([]);
  });
});
