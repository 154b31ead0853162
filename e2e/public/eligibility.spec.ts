import { expect, test } from "../fixtures/test";
import { adaText, plain } from "./look";

const MAINNET_ADDRESS =
  "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x";
const POINTER_ADDRESS = "addr_test1gz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspqgpsqe70et";
const SCRIPT_ADDRESS = "addr_test1wrphkx6acpnf78fuvxn0mkew3l0fd058hzquvz7w36x4gtcl6szpr";
const BYRON_ADDRESS = "Ae2tdPwUPEZFRbyhz3cpfC2CumGzNkFBN2L42rcUc2yjQpEkxDbkPodpMAi";

test.describe("a paid player", () => {
  test("sees the result, the evidence and the payment, by either address", async ({ page, facts }) => {
    const player = facts.gamePlayers.find((each) => each.stakeAddress !== null && each.payoutLovelace !== "0");
    if (!player?.stakeAddress) throw new Error("nobody with a stake address was paid");
    for (const address of [player.address, player.stakeAddress]) {
      await page.goto(`/eligibility?address=${address}`);
      await expect(page.getByText("Provisional")).toBeVisible();
      await page.getByText("Played", { exact: true }).first().click();
      await expect(page.getByRole("region", { name: "Plays by this wallet" })).toBeVisible();
      const row = page.getByRole("row", { name: new RegExp(`^${player.day} `) });
      await expect(row).toContainText("Paid");
      await row.getByRole("link", { name: String(player.day) }).click();
      await expect(page).toHaveURL(new RegExp(`/days/${player.day}$`));
    }
  });

  test("sees exactly what the chain paid", async ({ page, facts }) => {
    const identities = facts.gamePlayers.filter(({ payoutLovelace }) => payoutLovelace !== "0");
    const single = identities.find(
      (each) => identities.filter(({ identity }) => identity === each.identity).length === 1,
    );
    if (!single) throw new Error("every player holds at several addresses");
    await page.goto(`/eligibility?address=${single.address}`);
    const row = page.getByRole("row", { name: new RegExp(`^${single.day} `) });
    expect(plain(await row.textContent())).toContain(adaText(single.payoutLovelace));
  });
});

test("someone who never played is told what is missing first, and how to get it", async ({ page, facts }) => {
  await page.goto(`/eligibility?address=${facts.neverPlayed.address}`);
  await expect(page.getByRole("heading", { name: /^Not eligible .*you have not played yet\.$/ })).toBeVisible();
  const headings = await page.getByRole("main").getByRole("heading", { level: 2 }).allTextContents();
  expect(headings.indexOf("What's missing")).toBe(1);
  const missing = page.getByRole("listitem").filter({ hasText: "· missing" });
  await expect(missing.first()).toContainText("counts as a play");
  await expect(missing.first()).toContainText("At block");
});

test.describe("an address that has no answer", () => {
  for (const [what, address, words] of [
    ["with a typing error", "addr_test1oops", /typing error.*Copy it again/],
    ["that is no address", "hello", /It should begin with/],
    ["that is a handle of nobody's", "$nobody", /Nobody holds \$nobody on this network/],
    ["of another network", MAINNET_ADDRESS, /belongs to mainnet, but the game runs on a test network/],
  ] as const) {
    test(`${what} is reported beside the input, which keeps it`, async ({ page }) => {
      await page.goto(`/eligibility?address=${address}`);
      await expect(page.getByRole("main").getByRole("alert")).toContainText(words);
      await expect(page.getByLabel("Your address")).toHaveValue(address);
      await expect(page.getByText("Provisional")).toBeHidden();
    });
  }
  for (const [what, address, words] of [
    ["Byron", BYRON_ADDRESS, /Byron address.*begins with addr/],
    ["pointer", POINTER_ADDRESS, /pointer address.*base address of the same wallet/],
    ["script", SCRIPT_ADDRESS, /scripts do not play.*owned by a key/],
  ] as const) {
    test(`a ${what} address is told why it cannot get a prize, and what to use instead`, async ({ page }) => {
      await page.goto(`/eligibility?address=${address}`);
      await expect(page.getByRole("heading", { name: "This address cannot receive prizes." })).toBeVisible();
      await expect(page.getByRole("main")).toContainText(words);
    });
  }
});

test("answers without JavaScript", async ({ browser, facts }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: facts.baseURL });
  const page = await context.newPage();
  await page.goto("/eligibility");
  await page.getByLabel("Your address").fill(facts.neverPlayed.address);
  await page.getByRole("button", { name: "Check eligibility" }).click();
  await expect(page.getByRole("heading", { name: /^Not eligible/ })).toBeVisible();
  await page.getByText("Held", { exact: true }).click();
  await expect(page.getByRole("region", { name: /Outputs that hold the token/ })).toBeVisible();
  await context.close();
});
