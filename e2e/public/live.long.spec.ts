import { DevnetControl } from "@/server/devnet/control-client";
import { checkLooks } from "../fixtures/check-look";
import { expect, test } from "../fixtures/test";
import { plain } from "./look";

test("a page shows a play when it lands, and asks for nothing", async ({ page, request, facts }) => {
  const asked: string[] = [];
  page.on("request", (each) => asked.push(new URL(each.url()).pathname));
  const stream = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/api/events");
  await page.goto("/");
  expect((await stream).headers()["content-type"]).toContain("text/event-stream");
  const { gameAddress, minimumPlayLovelace } = await (await request.get("/api/v1/pool")).json();
  const lovelace = BigInt(minimumPlayLovelace) + 1_234_567n;
  await new DevnetControl(facts.controlUrl).fund(gameAddress, lovelace);
  const amount = `${lovelace / 1_000_000n}.${String(lovelace % 1_000_000n).padStart(6, "0")}`;
  const plays = page.getByRole("table", { name: "Latest plays" });
  await expect(async () => expect(plain(await plays.textContent())).toContain(amount)).toPass({ timeout: 60_000 });
  expect(asked.filter((path) => path === "/api/pulse")).toEqual([]);
  await checkLooks(page, "the landing page, live");
});

test("a page that gets no stream asks instead, and says that it is not told only if nobody answers", async ({
  page,
}) => {
  await page.route("**/api/events", (route) => route.fulfill({ status: 503, headers: { "retry-after": "60" } }));
  const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/api/pulse");
  await page.goto("/");
  expect((await asked).status()).toBe(200);
  await expect(page.getByRole("alert").filter({ hasText: "Offline" })).toBeHidden();
});

test("a page whose network is gone before its scripts run asks at once", async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "onLine", { get: () => false }));
  for (const door of ["**/api/pulse", "**/api/events"]) await page.route(door, (route) => route.abort());
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1_000);
  await page.goto("/");
  await page.clock.runFor(1_000);
  await expect(page.getByRole("alert").filter({ hasText: "Offline" })).toBeVisible();
});

test("the running day's page shows the game", async ({ page, request }) => {
  const { dayIndex } = await (await request.get("/api/v1/pool")).json();
  await page.goto(`/days/${dayIndex}`);
  await expect(page.getByRole("heading", { name: "Game activity" })).toBeVisible();
  await checkLooks(page, "the running day");
});
