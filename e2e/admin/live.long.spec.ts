import { expect, test } from "../fixtures/test";
import { adminAt, openAs } from "./enter";

const QUESTION = "**/api/trpc/overview.pulse*";
/** More than one question, each with its second try, of a page that is told nothing. */
const QUESTIONS = 6;

test("a console that gets no answer from the first on says so, and does not take it back while it asks again", async ({
  facts,
  browser,
  baseURL,
}) => {
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 1));
  await page.route(QUESTION, (route) => route.abort());
  await page.route("**/api/events", (route) => route.abort());
  await page.goto("/admin/account");
  const notice = page.getByRole("alert").filter({ hasText: "Offline" });
  await expect(notice).toContainText(/What you see is from .* UTC, \d+\ss ago/);
  const shown = await notice.elementHandle();
  for (let question = 0; question < QUESTIONS; question++) await page.waitForEvent("requestfailed");
  expect(await shown?.evaluate((element) => element.isConnected)).toBe(true);
  await page.unroute(QUESTION);
  await expect(notice).toBeHidden();
  await context.close();
});

test("a page whose network goes while it is read again keeps what was typed, and is read again once it is back", async ({
  facts,
  browser,
  baseURL,
}) => {
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 1));
  const answer = page.waitForResponse((each) => each.url().includes("overview.pulse"));
  await page.goto("/admin/audit");
  const moved = (await (await answer).text()).replace(/"version":"\d+"/, '"version":"moved"');
  expect(moved).toContain('"moved"');
  const search = page.getByRole("searchbox");
  await search.fill("typed and not sent");
  await page.route("**/*", (route) => route.abort("internetdisconnected"));
  const isReading = (url: string) => url.includes("_rsc=");
  const failed = page.waitForEvent("requestfailed", (request) => isReading(request.url()));
  await page.route(QUESTION, (route) => route.fulfill({ body: moved, contentType: "application/json" }));
  await failed;
  // It looks whether the network is back, instead of leaving the page.
  await page.waitForEvent("requestfailed", (request) => request.method() === "HEAD");
  await expect(search).toHaveValue("typed and not sent");
  const readAgain = page.waitForResponse((response) => isReading(response.url()));
  await page.unrouteAll();
  expect((await readAgain).status()).toBe(200);
  await expect(search).toHaveValue("typed and not sent");
  await context.close();
});
