import type { Page } from "@playwright/test";
import { generate } from "otplib";
import { runCli } from "@/server/testing/cli/run-cli";
import { expect, test } from "../fixtures/test";
import { giveCode, givePassword } from "./enter";

const PHONE = { width: 390, height: 844 };
const password = "mosaic lantern under rye";

/** Invites a person by the command, and answers the link. */
async function invite(variables: Readonly<Record<string, string>>, email: string): Promise<string> {
  const args = ["invite", "--email", email, "--name", "Dora", "--role", "viewer"];
  const { stdout, stderr } = await runCli("server/cli/people.ts", args, variables);
  const { link } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}");
  if (!link) throw new Error(`no link: ${stderr}`);
  return link;
}

async function fillIn(page: Page): Promise<{ readonly secret: string; readonly code: string }> {
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("New password again").fill(password);
  const secret = ((await page.getByTestId("totp-secret").textContent()) ?? "").replace(/\s/g, "");
  const code = await generate({ secret });
  await page.getByLabel("Code from your authenticator app").fill(code);
  return { secret, code };
}

test("an invited person sets password and second factor in one sitting, on a phone, and signs in", async ({
  page,
  facts,
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
  await page.getByRole("button", { name: "Store" }).click();
  await expect(page.getByRole("list", { name: "Your recovery codes" }).getByRole("listitem")).toHaveCount(10);
  expect(page.url()).not.toContain("#");
  const token = link.split("#")[1] ?? "";
  expect(asked.filter((url) => url.includes(token))).toEqual([]);

  await page.getByRole("link", { name: "I have kept them: sign in" }).click();
  await givePassword(page, { email: "dora@example.org", password });
  await page.waitForURL("**/admin/second-factor");
  await giveCode(page, await generate({ secret, epoch: Math.floor(Date.now() / 1_000) + 30 }));
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();

  const context = await page.context().browser()?.newContext();
  const other = await context?.newPage();
  await other?.goto(link);
  await expect(other?.getByRole("alert") ?? page.locator("nothing")).toContainText("was used already");
  await context?.close();
});

test("what is wrong is said, and nothing is stored", async ({ page, facts }) => {
  const link = await invite(facts.commandVariables, "emil@example.org");
  await page.goto(link);
  await fillIn(page);
  await page.getByLabel("New password again").fill("another password");
  await expect(page.getByRole("alert")).toContainText("not the same password");
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
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByRole("textbox")).toHaveCount(0);
  });
}
