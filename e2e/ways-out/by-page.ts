import { randomBytes } from "node:crypto";
import { type Browser, chromium, type Page } from "@playwright/test";
import { generate } from "otplib";
import { totpSecret } from "@/db/schema";
import { sealKey } from "@/server/domain/approver-key/vault";
import type { StopExit } from "@/server/services/day/release-request";
import { createUser } from "@/server/services/people/create-user";
import { makeSecretBox } from "@/server/services/people/secret-box";
import { TEST_SECRETS } from "@/server/testing/secrets";
import { APPROVER_KEYS } from "@/server/testing/services/keys";
import type { World } from "@/server/testing/services/world";
import { giveCode, givePassword } from "../admin/enter";
import { type People, REASON } from "./people";
import { startWeb } from "./web";

const PASSWORD = "a long password";
export const PASSPHRASE = "a long passphrase";
export const SECRETS = { Ann: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", Ben: "KRSXG5BAKRSXG5BAKRSXG5BAKRSXG5BA" };

export type Console = {
  readonly people: People;
  /** As the first of the two sees it. */
  readonly page: Page;
  readonly second: Page;
  stop(): Promise<void>;
};

/** Ann and Ben, each in a browser of their own, who are approvers and sign with their keys. */
export async function peopleByPage(world: World): Promise<Console> {
  const executablePath = process.env.CHROMIUM_PATH;
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
  });
  const web = await startWeb(world);
  const ann = await enter(world, { browser, url: web.url, name: "Ann", keyIndex: 0 });
  const ben = await enter(world, { browser, url: web.url, name: "Ben", keyIndex: 1 });
  return {
    page: ann.page,
    second: ben.page,
    people: {
      stop: (dayIndex) => stop(ann.page, dayIndex),
      askToEndStop: (dayIndex, exit) => askToEndStop(ann.page, dayIndex, exit),
      agreeToEndStop: (dayIndex) => agreeToEndStop(ben.page, dayIndex),
      askToResume: (dayIndex) => askToResume(ben.page, dayIndex),
      changeRules: (rules) => changeRules(ann.page, ben.page, rules),
      signers: [ann, ben].map(({ userId, page }) => ({ userId, sign: (dayIndex) => sign(page, dayIndex) })),
    },
    stop: async () => {
      await browser.close();
      await web.stop();
    },
  };
}

type Entering = {
  readonly browser: Browser;
  readonly url: string;
  readonly name: keyof typeof SECRETS;
  readonly keyIndex: number;
};

/** A new person with an approver's key, signed in. */
async function enter({ ctx }: World, { browser, url, name, keyIndex }: Entering) {
  const key = APPROVER_KEYS[keyIndex];
  if (!key) throw new Error(`there is no approver ${keyIndex}`);
  const [email, secret] = [`${name.toLowerCase()}@example.org`, SECRETS[name]];
  const { secretKey, publicKey } = key;
  const sealed = await sealKey({ secretKey, passphrase: PASSPHRASE, salt: randomBytes(16), iv: randomBytes(12) });
  const { userId } = await createUser(
    ctx.db,
    {
      email,
      name,
      role: "admin",
      password: PASSWORD,
      totpSecret: secret,
      approverKey: publicKey,
      encryptedKey: JSON.stringify(sealed),
    },
    "cli:test",
    makeSecretBox(TEST_SECRETS.SEALING_KEY),
  );
  const page = await (await browser.newContext({ baseURL: url })).newPage();
  await givePassword(page, { email, password: PASSWORD });
  await page.waitForURL("**/admin/second-factor");
  await ctx.db.update(totpSecret).set({ lastStep: null });
  await giveCode(page, await generate({ secret }));
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  return { page, userId };
}

const open = (page: Page, dayIndex: number) => page.goto(`/admin/days/${dayIndex}`);
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const isStopped = (page: Page) => page.getByRole("heading", { name: "This day is stopped" });

async function stop(page: Page, dayIndex: number): Promise<void> {
  await open(page, dayIndex);
  await page.getByText(/^Something is wrong with this (day|plan)$/).click();
  await page.getByLabel("What is wrong").fill(REASON);
  await button(page, `Stop day ${dayIndex}`).click();
  await isStopped(page).waitFor();
}

const EXITS: Record<StopExit, { readonly choice: RegExp; readonly requested: string }> = {
  release: { choice: /^From where it was stopped/, requested: "Release requested" },
  "read-anew": { choice: /^Read it anew/, requested: "Reading anew requested" },
  close: { choice: /^Close it with everything carried/, requested: "Closing requested" },
};

async function askToEndStop(page: Page, dayIndex: number, exit: StopExit): Promise<void> {
  const { choice, requested } = EXITS[exit];
  await open(page, dayIndex);
  await page.getByLabel(choice).check();
  await page.getByLabel("Reason", { exact: true }).fill(REASON);
  await button(page, `Ask a second person for day ${dayIndex}`).click();
  await page.getByText(requested).waitFor();
}

async function agreeToEndStop(page: Page, dayIndex: number): Promise<void> {
  await open(page, dayIndex);
  await button(
    page,
    new RegExp(`^(Release day ${dayIndex} to|Read day ${dayIndex} anew|Close day ${dayIndex} with)`),
  ).click();
  await isStopped(page).waitFor({ state: "detached" });
}

async function askToResume(page: Page, dayIndex: number): Promise<void> {
  await open(page, dayIndex);
  await page.getByText("Pay what is left now, by the same plan").click();
  await page.getByLabel("Why it should not wait for the next day").fill(REASON);
  await button(page, `Ask to resume day ${dayIndex}`).click();
  await page.getByText("Somebody asked to pay what is left by the same plan").waitFor();
}

async function sign(page: Page, dayIndex: number): Promise<void> {
  await open(page, dayIndex);
  await page.getByLabel("Key passphrase").fill(PASSPHRASE);
  await button(page, new RegExp(`^Approve (the rest of )?day ${dayIndex}, `)).click();
  await page.getByText("You approved day").first().waitFor();
}

async function changeRules(first: Page, second: Page, rules: { potAda: string; fromDay: number }): Promise<void> {
  await first.goto("/admin/rules");
  await first.getByText("Propose a change").click();
  await first.getByLabel("Pot for a day").fill(`${rules.potAda} ADA`);
  await first.getByLabel("First day").fill(String(rules.fromDay));
  await button(first, "See what changes").click();
  await first.getByLabel("Reason").fill(REASON);
  await button(first, "Propose these changes").click();
  const waits = { name: "Waits for a second person" };
  await first.getByRole("heading", waits).waitFor();
  await second.goto("/admin/rules");
  await button(second, "Confirm these changes").click();
  await second.getByRole("heading", waits).waitFor({ state: "detached" });
}
