import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { takePasted } from "@/server/domain/contract/pasted-signature";
import { framesOf } from "@/server/domain/signing-request/frames";
import { checkLooks } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { filmOf } from "./film";
import { PASSPHRASE, type Sample, writeSample } from "./sample";

const PAGE = pathToFileURL(path.resolve("public/offline-signer.html")).href;
const folder = mkdtempSync(path.join(tmpdir(), "prize-offline-"));
let sample: Sample;
test.beforeAll(async () => {
  sample = await writeSample(folder);
});
test.afterAll(() => rmSync(folder, { recursive: true }));
test.use({ offline: true });

type Name = Parameters<Sample["place"]>[0];
const choose = (page: Page, ...names: Name[]) =>
  page.getByLabel("Files for signing").setInputFiles(names.map(sample.place));
const expecting = (page: Page, name: Name) =>
  page.getByLabel("File with what you expect").setInputFiles(sample.place(name));
const signButton = (page: Page) => page.getByRole("button", { name: /^Sign: / });
const REPORT = ["report.json", "parts.ndjson"] as const;

/** The button is there, says why it cannot be pressed, and pressing it signs nothing. */
async function expectNotSigned(page: Page, why: string): Promise<void> {
  await expect(page.getByText(why)).toBeVisible();
  await signButton(page).click({ force: true });
  await expect(page.getByTestId("answer")).toHaveCount(0);
}

test("nothing is signed that the report does not give, or that is not expected", async ({ page }) => {
  const alert = page.getByRole("alert").filter({ hasText: "Do not sign this" });
  await page.goto(PAGE);
  await choose(page, ...REPORT, "plain.skey", "more.json");
  await expecting(page, "expected.json");
  await expect(alert).toContainText("pay 80000000 lovelace");
  await expectNotSigned(page, "Only what was checked against the report can be signed.");
  await choose(page, "elsewhere.json");
  await expect(alert).toContainText("and the request is for mainnet");
  await choose(page, "request.json");
  await expect(alert).toBeHidden();
  await expecting(page, "less.json");
  await expect(page.getByTestId("comparison")).toContainText("Pays 90.00");
  await expectNotSigned(page, "It is not what you expect.");
  await expecting(page, "other-pool.json");
  await expect(page.getByTestId("comparison")).toContainText("Pool is 0000");
  await expectNotSigned(page, "It is not what you expect.");
  await expecting(page, "expected.json");
  await choose(page, "others.json");
  await expectNotSigned(page, "Your key is not asked: another key has to sign this.");
  for (const [name, words] of [
    ["invisible.json", "characters that no request has, which may be invisible"],
    ["spaced.json", "It was changed: give the file as it was downloaded"],
  ] as const) {
    await choose(page, name);
    await expect(page.getByTestId("files").getByText(words, { exact: false })).toBeVisible();
  }
});

test("what is expected is taken from the person alone, never from among the files of others", async ({ page }) => {
  await page.goto(PAGE);
  await choose(page, "request.json", ...REPORT, "plain.skey");
  await expecting(page, "less.json");
  await expect(page.getByTestId("comparison")).toContainText("more than 89.99");
  await choose(page, "expected.json");
  await expect(page.getByTestId("files").getByText("only you say that", { exact: false })).toBeVisible();
  await expectNotSigned(page, "It is not what you expect.");
  await expecting(page, "act.json");
  await expect(page.getByText("This is no file in which you keep what you expect")).toBeVisible();
  await expectNotSigned(page, "It is not what you expect.");
});

test("a report with a line missing is not the one that is signed", async ({ page }) => {
  await page.goto(PAGE);
  await choose(page, "request.json", "report.json", "cut.json", "plain.skey");
  await expecting(page, "expected.json");
  await expect(page.getByRole("alert")).toContainText("Part 1 of the lines is missing");
  await expectNotSigned(page, "Only what was checked against the report can be signed.");
  await choose(page, "parts.ndjson");
  await signButton(page).click();
  await expect(page.getByTestId("answer")).toBeVisible();
});

test("an act is said in words and signed with a sealed key, whose wrong passphrase signs nothing", async ({ page }) => {
  await page.goto(PAGE);
  await choose(page, "act.json", "key.json");
  await expecting(page, "expected.json");
  await expect(page.getByTestId("asked")).toHaveText("Close the pool for good");
  // A Close takes all: what may be paid at most says nothing about it, so a person does, for this request alone.
  await expectNotSigned(page, "No amount bounds what it takes: say that it is meant.");
  const meant = page.getByRole("checkbox", { name: /^Takes all that the pool holds.*This is meant/ });
  await meant.check();
  await choose(page, "act.json");
  await expect(meant).not.toBeChecked();
  await meant.check();
  const passphrase = page.getByLabel("Key passphrase");
  await passphrase.fill("wrong horse battery");
  await signButton(page).click();
  await expect(page.getByText("Wrong passphrase. Nothing was signed.")).toBeVisible();
  await passphrase.fill(PASSPHRASE);
  await signButton(page).click();
  const answer = (await page.getByTestId("answer").textContent()) ?? "";
  expect(takePasted(answer, sample.act, sample.publicKey, "")).toMatchObject({ publicKey: sample.publicKey });
  await expect(page.getByRole("img", { name: "QR code: signature" })).toHaveAttribute("data-qr", /^DPO 1\/1 /);
  // Another request needs another signature.
  await choose(page, "request.json");
  await expect(page.getByTestId("answer")).toHaveCount(0);
});

test("recipients are searched, and the page looks right with everything on it", async ({ page }) => {
  await page.goto(PAGE);
  await checkLooks(page, "the empty page");
  await choose(page, "request.json", ...REPORT, "plain.skey");
  await expecting(page, "expected.json");
  await expect(page.getByTestId("shown")).toHaveText("3 of 3");
  const address = (await page.locator("tbody code").last().textContent()) ?? "";
  await page.getByLabel("Search by address").fill(address.slice(-30).toUpperCase());
  await expect(page.getByTestId("shown")).toHaveText("1 of 1");
  await page.getByLabel("Search by address").fill("nobody");
  await expect(page.getByText("Nobody with this address is paid.")).toBeVisible();
  await signButton(page).click();
  await expect(page.getByTestId("answer")).toBeVisible();
  await checkLooks(page, "a signed plan");
});

test("a request comes by the camera, frame by frame", async ({ launchOptions }) => {
  const film = path.join(folder, "codes.y4m");
  const frames = framesOf(sample.files["request.json"]);
  expect(frames.length).toBeGreaterThan(2);
  writeFileSync(film, filmOf(frames));
  const browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions.args ?? []),
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-video-capture=${film}`,
    ],
  });
  const page = await (await browser.newContext({ offline: true })).newPage();
  await page.goto(PAGE);
  await page.getByRole("button", { name: "Scan with the camera" }).click();
  await expect(page.getByTestId("text")).toHaveText(sample.request.text);
  await expect(page.getByRole("button", { name: "Scan with the camera" })).toBeVisible();
  await browser.close();
});
