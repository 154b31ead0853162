import type { Page } from "@playwright/test";
import { generate } from "otplib";
import { checkLooks } from "../fixtures/check-look";
import type { Facts } from "../fixtures/facts";
import { forgetCodes, forgetStepUp } from "../fixtures/pass-time";
import { expect, test } from "../fixtures/test";
import { giveCode, givePassword } from "./enter";
import { fillIn, invite, password, readOffer } from "./invite";

/** A person of one test, whose password and second factor it may change. */
class Person {
  secret = "";
  constructor(
    readonly facts: Facts,
    readonly email: string,
  ) {}

  async setUp(page: Page): Promise<void> {
    await page.goto(await invite(this.facts.commandVariables, this.email));
    this.secret = (await fillIn(page)).secret;
    await page.getByRole("button", { name: "Store" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Done" })).toBeVisible();
  }

  async signIn(page: Page, word = password): Promise<void> {
    await givePassword(page, { email: this.email, password: word });
    await page.waitForURL("**/admin/second-factor");
    await giveCode(page, await this.code());
    await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  }

  async code(): Promise<string> {
    await forgetCodes(this.database, this.email);
    return generate({ secret: this.secret });
  }

  forgetStepUp = () => forgetStepUp(this.database, this.email);

  private get database(): string {
    return this.facts.commandVariables.DATABASE_URL ?? "";
  }
}

const dialogOf = (page: Page) => page.getByRole("dialog", { name: "Confirm that it is you" });
const answer = async (page: Page, code: string) => {
  await dialogOf(page).getByLabel("Code from your authenticator app").fill(code);
  await dialogOf(page).getByRole("button", { name: "Confirm" }).click();
};

/** Each change has such a field, in what is folded up until it is opened. */
const presentPassword = (page: Page) => page.getByLabel("Current password").filter({ visible: true });

test("an act of weight asks for a code; without one nothing is done", async ({ page, facts }) => {
  const person = new Person(facts, "fritz@example.org");
  await person.setUp(page);
  await person.signIn(page);
  await page.goto("/admin/account");
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
  await page.getByText("New recovery codes").first().click();
  const renew = page.getByRole("button", { name: "New recovery codes" });
  const codes = page.getByRole("list", { name: "Your recovery codes" }).getByRole("listitem");

  const renewByPassword = async () => {
    await presentPassword(page).fill(password);
    await renew.click();
  };

  await person.forgetStepUp();
  await renewByPassword();
  await expect(dialogOf(page)).toBeVisible();
  await checkLooks(page, "the question for a code");
  await dialogOf(page).getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "No new codes were made" })).toBeVisible();

  await renewByPassword();
  const code = await person.code();
  await answer(page, code === "000000" ? "111111" : "000000");
  await expect(dialogOf(page).getByText("Wrong or already used")).toBeVisible();
  await expect(codes).toHaveCount(0);
  await answer(page, code);
  await expect(codes).toHaveCount(10);
  await expect(dialogOf(page)).toBeHidden();
});

test("a new password ends other sessions; the old one opens nothing", async ({ page, facts, browser, baseURL }) => {
  const person = new Person(facts, "greta@example.org");
  await person.setUp(page);
  await person.signIn(page);
  const elsewhere = await browser.newContext({ baseURL });
  const other = await elsewhere.newPage();
  await person.signIn(other);

  const next = "kettle orbit under moss";
  await page.goto("/admin/account");
  await page.getByText("Change password").first().click();
  const change = page.getByRole("button", { name: "Change password" });
  await presentPassword(page).fill("not the password");
  await page.getByLabel("New password", { exact: true }).fill(next);
  await page.getByLabel("New password again").fill(next);
  await change.click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await presentPassword(page).fill(password);
  await change.click();
  await expect(page.getByText("Password changed. Your other sessions have ended.")).toBeVisible();

  await other.goto("/admin/audit");
  await expect(other).toHaveURL(/\/admin\/sign-in/);
  await givePassword(other, { email: person.email, password });
  await expect(other.getByRole("alert").filter({ hasText: "Wrong e-mail or password" })).toBeVisible();
  await person.signIn(other, next);
  await elsewhere.close();
});

test("a new second factor counts from its first code on, and the old one counts no more", async ({ page, facts }) => {
  const person = new Person(facts, "hanna@example.org");
  await person.setUp(page);
  await person.signIn(page);
  await page.goto("/admin/account");
  await page.getByText("Change second factor").first().click();
  const show = page.getByRole("button", { name: "Show a new QR code" });
  await presentPassword(page).fill("not the password");
  await show.click();
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  await presentPassword(page).fill(password);
  await show.click();
  const offer = await readOffer(page);
  expect(offer.secret).not.toBe(person.secret);
  await page.getByLabel("Code from your authenticator app").fill(await person.code());
  await page.getByRole("button", { name: "Change second factor" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Second factor not changed" })).toBeVisible();
  await page.getByLabel("Code from your authenticator app").fill(offer.code);
  await page.getByRole("button", { name: "Change second factor" }).click();
  await expect(page.getByText("Second factor changed.")).toBeVisible();

  const old = await person.code();
  person.secret = offer.secret;
  await page.context().clearCookies();
  await givePassword(page, { email: person.email, password });
  await page.waitForURL("**/admin/second-factor");
  await giveCode(page, old);
  await expect(page.getByRole("alert").filter({ hasText: "Wrong or already used" })).toBeVisible();
  await giveCode(page, await person.code());
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
});

test("a person chooses what they hear and by which way; it is kept, and what cannot be is told in words", async ({
  page,
  facts,
}) => {
  const person = new Person(facts, "ilse@example.org");
  await person.setUp(page);
  await person.signIn(page);
  const wants = page.getByLabel("Tell me");
  const way = page.getByLabel("By", { exact: true });
  const chat = page.getByLabel("Number of your chat");
  const choose = async (number: string) => {
    await wants.selectOption("everything");
    await way.selectOption("telegram");
    await chat.fill(number);
    await page.getByRole("button", { name: "Save", exact: true }).click();
  };

  await page.goto("/admin/account");
  await choose("@ilse");
  await expect(page.getByText("Enter a number of 5 to 16 digits, and not a name.")).toBeVisible();
  await checkLooks(page, "a choice that cannot be");
  await page.reload();
  await expect(wants).toHaveValue("what-waits");
  await expect(way).toHaveValue("e-mail");

  await choose("-1001234567890");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(wants).toHaveValue("everything");
  await expect(way).toHaveValue("telegram");
  await expect(chat).toHaveValue("-1001234567890");
  await page.getByRole("button", { name: "Send me a test message" }).click();
  await expect(page.getByText("Telegram: the message was taken")).toBeVisible();
});
