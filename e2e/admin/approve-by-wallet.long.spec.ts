import { expect, test } from "../fixtures/test";
import { adminAt, enter, openAs } from "./enter";
import { approveWithPassphrase, nextWaiting, PAID_MS } from "./waiting-day";
import { injectWallets, type WalletMood } from "./wallet";

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
  await enter(page, walletOwner);
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
