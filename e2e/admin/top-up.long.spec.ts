import { checkLooks, DESKTOP } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { adminAt, openAs } from "./enter";
import { injectSpendingWallet, type SpendingMood } from "./spending-wallet";

/** Two rounds of the engine, and a block or two. */
const SOON_MS = 60_000;

test("a deposit from a wallet in the page: asked for, declined once, signed, and in a block", async ({
  facts,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000);
  const admin = adminAt(facts, 0);
  const { page, context } = await openAs(browser, baseURL ?? "", admin);
  const mood: SpendingMood = { answer: "decline" };
  await injectSpendingWallet(page, facts, admin, mood);
  await page.goto("/admin/top-up");
  await expect(page.getByRole("heading", { level: 1, name: "Top-up" })).toBeVisible();
  await checkLooks(page, "top-up, nothing asked");
  await page.setViewportSize(DESKTOP);

  const ask = page.getByRole("button", { name: "Ask with Testwallet" });
  await page.getByLabel("Amount in ADA").fill("-5");
  await ask.click();
  await expect(page.getByText("Enter an amount in ADA, such as 250 or 12.5.")).toBeVisible();
  await page.getByLabel("Amount in ADA").fill("1");
  await ask.click();
  await expect(page.getByText(/a deposit is at least/i)).toBeVisible();
  await page.getByLabel("Amount in ADA").fill("250.5");
  await ask.click();

  const sign = page.getByRole("button", { name: "Sign with Testwallet" });
  await expect(sign).toBeVisible({ timeout: SOON_MS });
  await sign.click();
  await expect(page.getByRole("alert").filter({ hasText: "You declined" })).toBeVisible();
  mood.answer = "other";
  await sign.click();
  await expect(page.getByText(/signed another transaction than the one it was given/)).toBeVisible();
  await checkLooks(page, "top-up, to be signed");
  await page.setViewportSize(DESKTOP);
  mood.answer = "sign";
  await sign.click();
  await expect(page.getByText(/In a block|Final/).first()).toBeVisible({ timeout: SOON_MS });
  await expect(page.getByText("250.50").first()).toBeVisible();
  await context.close();
});

/** Each tells in another way where its money is, and none answers all that is asked. */
const CRIPPLED: readonly [string, SpendingMood][] = [
  ["neither outputs nor network", { answer: "whole", lacks: ["getUtxos"], throws: ["getNetworkId"] }],
  ["no change, and has a mute list", { answer: "sign", throws: ["getChangeAddress"], mute: ["getUsedAddresses"] }],
];

for (const [index, [what, mood]] of CRIPPLED.entries()) {
  test(`a wallet that tells ${what} pays a deposit`, async ({ facts, browser, baseURL }) => {
    test.setTimeout(240_000);
    const admin = adminAt(facts, index + 1);
    const ada = `2${index}.25`;
    const { page, context } = await openAs(browser, baseURL ?? "", admin);
    await injectSpendingWallet(page, facts, admin, mood);
    await page.goto("/admin/top-up");
    await page.getByLabel("Amount in ADA").fill(ada);
    await page.getByRole("button", { name: "Ask with Testwallet" }).click();
    const sign = page.getByRole("button", { name: "Sign with Testwallet" });
    await expect(sign).toBeVisible({ timeout: SOON_MS });
    await sign.click();
    const landed = page.getByRole("definition").filter({ hasText: new RegExp(`${ada}.*(In a block|Final)`) });
    await expect(landed).toBeVisible({ timeout: SOON_MS });
    await context.close();
  });
}
