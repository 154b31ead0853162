import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { type Admin, adminAt, openAs, signIn } from "./enter";
import { approveButton, nextWaiting, PAID_MS } from "./waiting-day";
import { injectWallets, type WalletMood } from "./wallet";

async function approveWithPassphrase(page: Page, day: number, admin: Admin): Promise<void> {
  await page.getByLabel("Key passphrase").fill(admin.passphrase);
  await approveButton(page, day).click();
  await expect(page.getByText("You approved day").first()).toBeVisible();
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

test("a wallet approves; declining is a notice, and another network, a hash and a mute wallet are stopped", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  const [walletOwner, second] = [adminAt(facts, 2), adminAt(facts, 1)];
  const mood: WalletMood = { answer: "decline", networkMagic: facts.networkMagic };
  const mute = { name: "Mutewallet", mute: ["signData"] };
  const device = { name: "Devicewallet", answers: "hashed" } as const;
  await injectWallets(page, walletOwner, [{ name: "Testwallet" }, device, mute], mood);
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

  mood.networkMagic = facts.networkMagic;
  await expect(
    page.getByText(/^This text has 1\d\d bytes\. Some wallets have a Ledger sign only a hash/),
  ).toBeVisible();
  await page.getByRole("button", { name: "Sign with Devicewallet" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "What the wallet signed does not count" })).toContainText(
    /signed a hash.*air-gapped tool/,
  );
  await page.getByRole("button", { name: "Sign with Mutewallet" }).click();
  await page.getByRole("alert").filter({ hasText: "Waiting for Mutewallet" }).getByText("Cancel").click();
  await expect(page.getByRole("alert").filter({ hasText: "You stopped waiting" })).toBeVisible();
  await expect(page.getByTestId("approvals")).toHaveText("0 of 2 approvals");

  await signButton.click();
  await expect(page.getByTestId("approvals")).toHaveText("1 of 2 approvals");
  await expect(page.getByText("wallet signature (CIP-8), console, wallet Testwallet")).toBeVisible();

  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto(`/admin/days/${day}`);
  await approveWithPassphrase(other.page, day, second);
  await other.context.close();
  await expect(page.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
});
