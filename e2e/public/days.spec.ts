import { readFile } from "node:fs/promises";
import { blake2b } from "@noble/hashes/blake2b";
import { bytesToHex } from "@noble/hashes/utils";
import { expect, test } from "../fixtures/test";

test("the list leads to each day", async ({ page, facts }) => {
  await page.goto("/days");
  await page.getByRole("link", { name: String(facts.paidDay), exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Day ${facts.paidDay}`);
});

test("a paid day shows its stages, its transactions and its proof", async ({ page, facts }) => {
  await page.goto(`/days/${facts.paidDay}`);
  const stages = page.getByRole("list", { name: `Stages of day ${facts.paidDay}` });
  await expect(stages.getByText("Payment")).toBeVisible();
  await expect(stages.getByText(/UTC/).first()).toBeVisible();
  const batches = page.getByRole("region", { name: "Batches and their transactions" });
  await expect(batches.getByRole("row").nth(1)).toContainText("Paid");
  const progress = page.getByRole("progressbar", { name: "Batches paid" });
  expect(await progress.getAttribute("aria-valuenow")).toBe(await progress.getAttribute("aria-valuemax"));
  for (const label of ["Report hash", "Merkle root", "Commitment", "Plan digest"]) {
    await expect(page.getByText(label, { exact: true })).toBeVisible();
  }
});

test("the downloaded report has the hash that the page shows", async ({ page, facts }) => {
  await page.goto(`/days/${facts.paidDay}`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "report.json" }).click();
  const file = await (await download).path();
  const hash = bytesToHex(blake2b(await readFile(file), { dkLen: 32 }));
  await expect(page.locator("#verify").locator(`code[title="${hash}"]`)).toBeVisible();
  await page.getByText("How to verify").click();
  const part = page.waitForEvent("download");
  await page.getByRole("link", { name: "part 1" }).click();
  const rows = await readFile(await (await part).path());
  expect(await readFile(file, "utf8")).toContain(bytesToHex(blake2b(rows, { dkLen: 32 })));
});

test("a day that waits for people offers the whole list and its progress", async ({ page, facts }) => {
  // The console's tests approve it, so it may be paid by now: its list stays.
  await page.goto(`/days/${facts.waitingDay ?? facts.paidDay}`);
  await expect(page.getByRole("link", { name: "rewards.csv" })).toBeVisible();
  await expect(page.getByRole("progressbar", { name: "Batches paid" })).toBeVisible();
});

test("a day that has ended says which day it waits for, and shows no time that cannot hold", async ({
  page,
  request,
}) => {
  // Days end all the time, and are paid only as the console's tests approve them.
  await expect(async () => {
    const { days } = await (await request.get("/api/v1/days")).json();
    const waiting = days.find((day: { waitsForDay: number | null }) => day.waitsForDay !== null);
    expect(waiting).toBeDefined();
    await page.goto(`/days/${waiting.dayIndex}`);
    await expect(page.getByText(`Ended, waiting for day ${waiting.waitsForDay}`)).toBeVisible({ timeout: 1_000 });
    await expect(page.getByText(`This day has ended and waits for day ${waiting.waitsForDay}`)).toBeVisible();
    const stages = page.getByRole("list", { name: `Stages of day ${waiting.dayIndex}` });
    await expect(stages.getByText(`waits for day ${waiting.waitsForDay}`)).toBeVisible();
    await expect(stages.getByText(/until|was due/)).toHaveCount(0);
  }).toPass({ timeout: 100_000 });
});

test("a page that loses the server says so over the whole width, with the age of what it shows", async ({
  page,
  context,
  facts,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/days/${facts.paidDay}`);
  const notice = page.getByRole("alert").filter({ hasText: "Offline" });
  await expect(notice).toBeHidden();
  await context.setOffline(true);
  await expect(notice).toContainText(/What you see is from .* UTC, \d+\ss ago/);
  const width = await page.evaluate(() => document.body.clientWidth);
  expect((await notice.boundingBox())?.width).toBe(width);
  await context.setOffline(false);
  await expect(notice).toBeHidden();
});

test("an address that cannot be decoded is the caller's error, not ours", async ({ request }) => {
  for (const path of ["/days/%E0%A4%A", "/admin/days/%zz"]) {
    const answer = await request.get(path);
    expect(answer.status(), path).toBe(400);
    expect((await answer.json()).message).toMatch(/percent sign/);
  }
});

test("an unknown day is a readable 404", async ({ page }) => {
  for (const name of ["999999999", "tomorrow", "2026-13-45"]) {
    const response = await page.goto(`/days/${name}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Day not found" })).toBeVisible();
    await expect(page.getByRole("link", { name: "View all days" })).toBeVisible();
  }
});
