import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { type Admin, adminAt, openAs, signIn } from "./enter";
import { injectWallet, type WalletMood } from "./wallet";

const PAID_MS = 100_000;
const approveButton = (page: Page, day: number) =>
  page.getByRole("button", { name: new RegExp(`^Approve day ${day}, `) });

async function approveWithPassphrase(page: Page, day: number, admin: Admin): Promise<void> {
  await page.getByLabel("Key passphrase").fill(admin.passphrase);
  await approveButton(page, day).click();
  await expect(page.getByText("You approved day").first()).toBeVisible();
}

/** The next day that waits for this person's approval, from the overview. */
async function nextWaiting(page: Page): Promise<number> {
  await page.goto("/admin");
  const link = page.getByRole("link", { name: "Review and approve" });
  await expect(link).toBeVisible({ timeout: PAID_MS });
  await link.click();
  await page.waitForURL(/\/admin\/days\/\d+$/);
  return Number(page.url().split("/").at(-1));
}

test("two administrators approve the waiting day with their passphrases, and it is paid", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const [first, second] = [adminAt(facts, 0), adminAt(facts, 1)];
  await signIn(page, first);
  const day = await nextWaiting(page);
  const text = (await page.getByTestId("approval-text").textContent()) ?? "";
  expect(text).toMatch(
    new RegExp(
      `^Daily Prize Oracle magic${facts.networkMagic} approve day ${day} pay \\d+ lovelace to \\d+ outputs before \\d+ plan [0-9a-f]{64}$`,
    ),
  );
  await expect(page.getByText(`${text.length} bytes. Hash (blake2b-224)`)).toBeVisible();

  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.postData() ?? ""));
  await page.getByLabel("Key passphrase").fill("not my passphrase");
  await approveButton(page, day).click();
  await expect(page.getByText("Wrong passphrase.")).toBeVisible();
  await approveWithPassphrase(page, day, first);
  await expect(page.getByTestId("approvals")).toHaveText("1 of 2 approvals");
  await expect(approveButton(page, day)).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("You have signed this plan.")).toBeVisible();
  expect(sent.join("\n")).not.toContain(first.passphrase);
  expect(sent.join("\n")).not.toContain(first.secretKey);

  const visitor = await browser.newContext({ baseURL });
  const publicPage = await visitor.newPage();
  await publicPage.goto(`/days/${day}`);
  await expect(publicPage.getByText("Waits for the administrators: 1 of 2 approvals")).toBeVisible();
  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto(`/admin/days/${day}`);
  await approveWithPassphrase(other.page, day, second);
  await other.context.close();

  // A visitor's page follows without a reload.
  await expect(publicPage.getByText("Waits for the administrators: 1 of 2 approvals")).toBeHidden({ timeout: PAID_MS });
  await expect(publicPage.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
  await visitor.close();
  // The first person's page updates without a reload.
  await expect(page.getByTestId("approvals")).toHaveText("2 of 2 approvals");
  await expect(page.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
  await expect(page.getByRole("row", { name: /Batch 1/ }).getByText(/Confirmed|Final/)).toBeVisible();
});

test("a wallet approves; declining is a notice, and another network is stopped", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const [walletOwner, second] = [adminAt(facts, 2), adminAt(facts, 1)];
  const mood: WalletMood = { answer: "decline", networkMagic: facts.networkMagic };
  await injectWallet(page, walletOwner, mood);
  await signIn(page, walletOwner);
  const day = await nextWaiting(page);
  await page.getByText("Sign with a wallet instead").click();
  const signButton = page.getByRole("button", { name: "Sign with Testwallet" });

  await signButton.click();
  await expect(page.getByRole("alert").filter({ hasText: "You declined to sign" })).toBeVisible();
  mood.networkMagic = 764_824_073;
  mood.answer = "sign";
  await signButton.click();
  await expect(page.getByRole("alert").filter({ hasText: "another network" })).toContainText(
    `on mainnet; this pool is on magic${facts.networkMagic}`,
  );
  await expect(page.getByTestId("approvals")).toHaveText("0 of 2 approvals");

  mood.networkMagic = facts.networkMagic;
  await signButton.click();
  await expect(page.getByTestId("approvals")).toHaveText("1 of 2 approvals");
  await expect(page.getByText("wallet signature (CIP-8), console, wallet Testwallet")).toBeVisible();

  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto(`/admin/days/${day}`);
  await approveWithPassphrase(other.page, day, second);
  await other.context.close();
  await expect(page.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
});

test("one person stops a day that waits for approval; two release it, and it waits again", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const [first, second] = [adminAt(facts, 0), adminAt(facts, 1)];
  await signIn(page, first);
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
