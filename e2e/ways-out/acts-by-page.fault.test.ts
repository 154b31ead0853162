import type { Page } from "@playwright/test";
import { generate } from "otplib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { session, totpSecret } from "@/db/schema";
import { loadLivePool } from "@/server/services/pool/load-pool";
import { APPROVER_KEYS } from "@/server/testing/services/keys";
import { endNextDay, liveToState, scan, stepToState, stepUntil } from "@/server/testing/services/steps";
import { verifyDay } from "@/server/testing/services/verify-day";
import { startWorld, type World } from "@/server/testing/services/world";
import { NETWORK_MAGIC } from "@/server/testing/services/world-terms";
import { injectWallets } from "../admin/wallet";
import { checkLooks } from "../fixtures/check-look";
import { type Console, PASSPHRASE, peopleByPage, SECRETS } from "./by-page";

const TIMEOUT_MS = 300_000;

let world: World;
let desk: Console;
beforeAll(async () => {
  world = await startWorld();
  await scan(world);
  desk = await peopleByPage(world);
  const [, ben] = APPROVER_KEYS;
  if (!ben) throw new Error("there is no second approver");
  await injectWallets(desk.second, ben, [{ name: "Testwallet" }], { answer: "sign", networkMagic: NETWORK_MAGIC });
}, TIMEOUT_MS);
afterAll(async () => {
  await desk.stop();
  await world.stop();
});

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const approvals = (page: Page, text: string) => page.getByTestId("act-approvals").first().getByText(text).waitFor();
const nonce = async () => (await loadLivePool(world.ctx.db))?.datum.nonce ?? -1;

async function propose(page: Page, act: string, fields: Record<string, string>): Promise<void> {
  await page.goto("/admin/pool");
  await page.getByText("Propose an act", { exact: true }).click();
  await page.getByLabel("Act", { exact: true }).selectOption(act);
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  await button(page, "See what it does").click();
}

/** Ann signs with her sealed key, and Ben with a wallet in his browser. */
async function signByTwo(): Promise<void> {
  await desk.page.getByLabel("Key passphrase").first().fill(PASSPHRASE);
  await button(desk.page, /^Sign: /)
    .first()
    .click();
  await approvals(desk.page, "1 of 2 approvals");
  await desk.second.goto("/admin");
  await desk.second.getByText("1 act on the pool waits for your signature").waitFor();
  await desk.second.getByRole("link", { name: "Read and sign" }).click();
  await desk.second.getByText("Sign with a wallet instead").first().click();
  await button(desk.second, "Sign with Testwallet").first().click();
  await approvals(desk.second, "2 of 2 approvals");
}

it(
  "an act is proposed, signed by a sealed key and by a wallet, sent after a code, and seen on chain",
  async () => {
    const { page } = desk;
    await propose(page, "Smallest deposit", { Amount: "two" });
    await page.getByText("Should be in ADA, such as 12.5.").waitFor();
    await page.getByLabel("Amount").fill("3.5");
    await button(page, "See what it does").click();
    await page.getByText("Smaller deposits are refused.").waitFor();
    await page.getByLabel("Reason").fill("Small deposits cost more than they bring.");
    await button(page, "Propose this act").click();
    await approvals(page, "0 of 2 approvals");
    const text = await page.getByTestId("approval-text").textContent();
    expect(text).toMatch(/set min deposit 3500000 lovelace nonce 0 pool [0-9a-f]{56}$/);
    await checkLooks(page, "/admin/pool with an act");
    await button(page, "Send it").click({ force: true });
    await page.getByText("2 approvals of 2 are missing.").waitFor();
    await signByTwo();
    // The first person's page follows without a reload.
    await approvals(page, "2 of 2 approvals");
    await world.ctx.db.update(session).set({ confirmedAt: new Date(0) });
    await button(page, "Send it").click();
    await world.ctx.db.update(totpSecret).set({ lastStep: null });
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Code from your authenticator app").fill(await generate({ secret: SECRETS.Ann }));
    await button(page, "Confirm").click();
    await page.getByText("The engine sends it.").waitFor();
    await stepUntil(world, async () => (await nonce()) === 1);
    await page
      .getByRole("row", { name: /Smallest deposit/ })
      .getByText("Landed")
      .waitFor();
    await page.getByText("No act is open").waitFor();
  },
  TIMEOUT_MS,
);

it(
  "what an act voids must be seen first, and a withdrawn one stays listed while its signatures are out",
  async () => {
    const { page } = desk;
    const dayIndex = await endNextDay(world);
    await stepToState({ ...world, ctx: { ...world.ctx, approvers: [] } }, dayIndex, "PROPOSED");
    await propose(page, "Reserve", { Amount: "6" });
    await page.getByText(`The plan of day ${dayIndex}, signed by 0 of 2 approvers, is void.`).waitFor();
    await page.getByLabel("Reason").fill("Agreed on the call of today.");
    await button(page, "Propose this act").click();
    await approvals(page, "0 of 2 approvals");
    await signByTwo();
    await button(page, "Withdraw").click();
    await page.getByText("Withdrawn, and still valid").waitFor();
    // A Cancel raises the nonce, which voids it for good, and the plan too.
    await page.getByRole("link", { name: "Cancel on chain" }).click();
    await page.getByText("Stops the plan that is being paid, and voids").waitFor();
    await button(page, "See what it does").click();
    await page.getByLabel("Reason").fill("The reserve stays as it is.");
    await button(page, "Propose this act").click();
    await approvals(page, "0 of 2 approvals");
    await signByTwo();
    await approvals(page, "2 of 2 approvals");
    await page.getByText("Read what it voids first.").waitFor();
    await page.getByLabel("I have read what it voids.").check();
    await button(page, "Send it").click();
    await page.getByText("The engine sends it.").waitFor();
    await stepUntil(world, async () => (await nonce()) === 2);
    await page
      .getByRole("row", { name: /Reserve/ })
      .getByText("Void")
      .waitFor();
    await liveToState(world, dayIndex, "PAID");
    await verifyDay(world, dayIndex);
  },
  TIMEOUT_MS,
);
