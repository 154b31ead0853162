import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { sealKey } from "@/server/domain/approver-key/vault";
import { readSigningRequest } from "@/server/domain/signing-request/request";
import { expect, test } from "../fixtures/test";
import { type Admin, adminAt, enter, openAs } from "./enter";
import { nextWaiting, PAID_MS } from "./waiting-day";

const openElsewhere = (page: Page) => page.getByText("Sign on another machine").click();

/** What a click gives to save, in a place that stays. */
async function saved(page: Page, place: string, click: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  await download.saveAs(place);
  return place;
}

const button = (page: Page, name: string) => () => page.getByRole("button", { name, exact: true }).click();

async function sealedKeyOf({ secretKey, passphrase }: Admin): Promise<string> {
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
  return JSON.stringify(await sealKey({ secretKey, passphrase, salt: random(16), iv: random(12) }));
}

test("a day is approved by a key on a machine without a network, and it is paid", async ({
  page,
  facts,
  browser,
  baseURL,
}, testInfo) => {
  const place = (name: string) => testInfo.outputPath(name);
  const [first, second] = [adminAt(facts, 0), adminAt(facts, 1)];
  await enter(page, first);
  const day = await nextWaiting(page);
  const text = (await page.getByTestId("approval-text").textContent()) ?? "";
  await openElsewhere(page);
  const request = await saved(page, place("request.json"), button(page, "Save the request"));
  const report = await saved(page, place("report.ndjson"), button(page, "Save the report"));
  const file = await saved(page, place("offline-signer.html"), () =>
    page.getByRole("link", { name: "The page that opens them" }).click(),
  );
  await button(page, "Show as QR codes")();
  await expect(page.getByRole("img", { name: "QR code: signing request" })).toBeVisible();
  const read = readSigningRequest(readFileSync(request, "utf8"));
  if (!read.ok || read.request.kind !== "plan") throw new Error("the console gave no request for a plan");
  expect(read.request).toMatchObject({ text, keys: [first.publicKey] });
  writeFileSync(place("key.json"), await sealedKeyOf(first));

  // Another machine: it has no network, and the page asks for nothing.
  const machine = await browser.newContext({ offline: true, acceptDownloads: true });
  const offline = await machine.newPage();
  const asked: string[] = [];
  const broken: string[] = [];
  offline.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) asked.push(request.url());
  });
  offline.on("console", (message) => {
    if (message.type() === "error") broken.push(message.text());
  });
  offline.on("pageerror", ({ message }) => broken.push(message));
  await offline.goto(pathToFileURL(file).href);
  await expect(offline.getByText("No network")).toBeVisible();
  const files = offline.getByLabel("Files for signing");
  await files.setInputFiles([request, place("key.json")]);
  await expect(offline.getByText("The report is missing")).toBeVisible();
  await files.setInputFiles(report);
  await expect(offline.getByText("Checked against the report")).toBeVisible();
  await expect(offline.getByTestId("asked")).toHaveText(/^Pay .*\sADA to \d+ recipients?$/);
  await expect(offline.getByTestId("text")).toHaveText(text);
  await expect(offline.getByText("Say what you expect first.")).toBeVisible();
  const { network, policyId } = read.request.binding;
  await offline.getByLabel("Network").fill(network);
  await offline.getByLabel("Pool", { exact: true }).fill(policyId);
  await offline.getByLabel("Pay at most, ADA").fill("0.000001");
  await button(offline, "Compare")();
  await expect(offline.getByText("It is not what you expect.")).toBeVisible();
  await offline.getByLabel("Pay at most, ADA").fill("1000000");
  await button(offline, "Compare")();
  await offline.getByLabel("Key passphrase").fill(first.passphrase);
  await offline.getByRole("button", { name: /^Sign: Pay / }).click();
  await expect(offline.getByRole("img", { name: "QR code: signature" })).toBeVisible();
  const signature = await saved(offline, place("signature.json"), button(offline, "Save the signature"));
  expect({ asked, broken }).toEqual({ asked: [], broken: [] });
  await machine.close();

  // What is no signature of this text is refused in words; then the right one is taken.
  await page.getByLabel("Or paste the signature").fill('{"signature":"00","key":"00"}');
  await button(page, "Send the signature")();
  await expect(page.getByRole("alert").filter({ hasText: "is not a COSE_Sign1" })).toBeVisible();
  const signatureFile = page.getByLabel("Choose the signature's file");
  await signatureFile.setInputFiles(request);
  await expect(page.getByText("This is no signature that can be read")).toBeVisible();
  // So that the same file, put right, is a choice again.
  await expect(signatureFile).toHaveValue("");
  await signatureFile.setInputFiles(signature);
  await expect(page.getByTestId("approvals")).toHaveText("1 of 2 approvals");
  await expect(page.getByText("raw signature, console, brought from another machine")).toBeVisible();

  const other = await openAs(browser, baseURL ?? "", second);
  await other.page.goto(`/admin/days/${day}`);
  await other.page.getByLabel("Key passphrase").fill(second.passphrase);
  await other.page.getByRole("button", { name: new RegExp(`^Approve day ${day}, `) }).click();
  await expect(other.page.getByText("You approved day").first()).toBeVisible();
  await other.context.close();
  await expect(page.getByText(/^Paid(, final)?$/).first()).toBeVisible({ timeout: PAID_MS });
});

test("the page for the other machine is only given to be saved", async ({ request, baseURL }) => {
  const answer = await request.get(`${baseURL}/offline-signer.html`);
  expect(answer.headers()).toMatchObject({
    "content-disposition": 'attachment; filename="offline-signer.html"',
    "content-security-policy": expect.stringMatching(/^default-src 'none'.*sandbox/),
  });
});
