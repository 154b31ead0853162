import { generate } from "otplib";
import { checkLook, PHONE } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { giveCode, givePassword } from "./enter";
import { fillIn, invite, password } from "./invite";

test("an invited person sets password and second factor in one sitting, on a phone, and signs in", async ({
  page,
  facts,
  browser,
}) => {
  await page.setViewportSize(PHONE);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const link = await invite(facts.commandVariables, "dora@example.org");
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1, name: "Set up your account" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue("dora@example.org");
  // Closed midway: nothing was stored, and the link goes on.
  await fillIn(page);
  await page.goto("/admin/sign-in");
  await page.goto(link);
  const { secret } = await fillIn(page);
  await checkLook(page, "the form");
  await page.getByRole("button", { name: "Store" }).click();
  await expect(page.getByRole("list", { name: "Your recovery codes" }).getByRole("listitem")).toHaveCount(10);
  await checkLook(page, "the recovery codes");
  expect(page.url()).not.toContain("#");
  const token = link.split("#")[1] ?? "";
  expect(asked.filter((url) => url.includes(token))).toEqual([]);

  await page.getByRole("link", { name: "I have kept them: sign in" }).click();
  await givePassword(page, { email: "dora@example.org", password });
  await page.waitForURL("**/admin/second-factor");
  await giveCode(page, await generate({ secret, epoch: Math.floor(Date.now() / 1_000) + 30 }));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  const other = await browser.newPage();
  await other.goto(link);
  await expect(other.getByRole("alert").filter({ hasText: "was used already" })).toBeVisible();
  await other.close();
});

test("what is wrong is said, and nothing is stored", async ({ page, facts }) => {
  const link = await invite(facts.commandVariables, "emil@example.org");
  await page.goto(link);
  await fillIn(page);
  await page.getByLabel("New password again").fill("another password");
  await page.getByRole("button", { name: "Store" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not the same password" })).toBeVisible();
  await page.getByLabel("New password again").fill(password);
  await page.getByLabel("Code from your authenticator app").fill("000000");
  await page.getByRole("button", { name: "Store" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing was stored" })).toContainText("Wrong code");
  await page.getByLabel("Code from your authenticator app").fill((await fillIn(page)).code);
  await page.getByRole("button", { name: "Store" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Done" })).toBeVisible();
});

for (const [what, token, words] of [
  ["no token", "", "The address is incomplete"],
  ["a token that nobody knows", `#${"a".repeat(43)}`, "This link is not valid"],
] as const) {
  test(`a link with ${what} says one sentence`, async ({ page }) => {
    await page.goto(`/admin/invitation${token}`);
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    await expect(page.getByRole("textbox")).toHaveCount(0);
  });
}
