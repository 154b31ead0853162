import type { Page } from "@playwright/test";
import { keyHashOf } from "@/server/domain/cardano/key-hash";
import { signData } from "@/server/testing/contract/keys";
import { checkLooks } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { withFreeKey } from "../strict/free-key";
import { type Admin, adminAt, enter, openAs } from "./enter";
import { nextWaiting, PAID_MS } from "./waiting-day";
import { injectWallets, type TestWallet } from "./wallet";

const keyOf = ({ secretKey, publicKey }: Admin) => ({
  secret: Buffer.from(secretKey, "hex"),
  publicKey,
  hash: keyHashOf(publicKey),
  address: "",
});

const CRIPPLED: readonly TestWallet[] = [
  {
    name: "No-lists",
    lacks: ["getRewardAddresses", "getUnusedAddresses"],
    throws: ["getNetworkId", "getUsedAddresses"],
  },
  { name: "Old-answer", answers: "bare", lacks: ["getNetworkId"] },
  { name: "Reward-only", rewardOnly: true, throws: ["getChangeAddress"], lacks: ["getRewardAddresses"] },
  { name: "DRep-only", isDrep: true, mute: ["getUnusedAddresses"] },
];

async function signWith(page: Page, day: number, name: string): Promise<void> {
  await page.goto(`/admin/days/${day}`);
  await page.getByText("Sign with a wallet instead").click();
  await page.getByRole("button", { name: `Sign with ${name}` }).click();
  // A method that never answers is waited for.
  const signature = page.getByText(`wallet signature (CIP-8), console, wallet ${name}`);
  await expect(signature).toBeVisible({ timeout: PAID_MS });
}

for (const [first, second] of [
  ["No-lists", "Old-answer"],
  ["Reward-only", "DRep-only"],
] as const) {
  test(`a day is paid that the wallets ${first} and ${second} approve`, async ({ facts, browser, baseURL }) => {
    const open = async (admin: Admin) => {
      const { page, context } = await openAs(browser, baseURL ?? "", admin);
      await injectWallets(page, admin, CRIPPLED, { answer: "sign", networkMagic: facts.networkMagic });
      return { page, context };
    };
    const [one, two] = [await open(adminAt(facts, 0)), await open(adminAt(facts, 1))];
    const day = await nextWaiting(one.page);
    await signWith(one.page, day, first);
    await signWith(two.page, day, second);
    await expect(two.page.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
    await one.context.close();
    await two.context.close();
  });
}

test("a signature that was made elsewhere is pasted; a wrong one is named, and a secret key is not taken", async ({
  facts,
  browser,
  baseURL,
}) => {
  const admin = adminAt(facts, 2);
  const { page, context } = await openAs(browser, baseURL ?? "", admin);
  await injectWallets(page, admin, [{ name: "Testwallet" }], { answer: "sign", networkMagic: facts.networkMagic });
  await nextWaiting(page);
  const text = (await page.getByTestId("approval-text").textContent()) ?? "";
  await page.getByText("Sign with a wallet instead").click();
  await page.getByText("What works with which wallet or device").click();
  await page.getByText("Sign on another machine").click();
  await checkLooks(page, "signing with everything open");

  const paste = page.getByLabel("Or paste the signature");
  const use = page.getByRole("button", { name: "Send the signature" });
  const sent: string[] = [];
  page.on("request", (request) => sent.push(request.postData() ?? ""));
  const give = async (pasted: string, words: RegExp) => {
    await paste.fill(pasted);
    await use.click();
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
  };
  const key = keyOf(admin);
  await give(JSON.stringify(signData(key, `${text}1`)), /over another text/);
  await give(
    JSON.stringify({ type: "PaymentSigningKeyShelley_ed25519", cborHex: `5820${admin.secretKey}` }),
    /secret key/,
  );
  await expect(paste).toHaveValue("");
  const { signature, key: coseKey } = signData(key, text);
  await paste.fill(JSON.stringify({ COSE_Sign1_hex: signature, COSE_Key_hex: coseKey }));
  await use.click();
  await expect(page.getByText("wallet signature (CIP-8), console, brought from another machine")).toBeVisible();
  expect(sent.join("\n")).not.toContain(admin.secretKey);
  await context.close();
});

test("a key is enrolled by what a tool answered elsewhere", async ({ page, facts }) => {
  const admin = adminAt(facts, 2);
  await enter(page, admin);
  await withFreeKey(facts, admin, async () => {
    await page.goto("/admin/account");
    await page.getByText("Enrol a key").click();
    await page.getByText("Use a key that stays on another machine").click();
    await page.getByLabel("Its public key").fill(admin.publicKey);
    await page.getByText("Sign on another machine").click();
    const text = (await page.getByTestId("approval-text").textContent()) ?? "";
    expect(text).toContain(`is ${admin.publicKey}`);
    await checkLooks(page, "enrolling with everything open");
    await page.getByLabel("Or paste the signature").fill(JSON.stringify(signData(keyOf(admin), text)));
    await page.getByRole("button", { name: "Send the signature" }).click();
    await expect(page.getByText("Key enrolled")).toBeVisible();
  });
});
