import { expect, test } from "../fixtures/test";
import { adminAt, openAs } from "./enter";

/** More than one question, each with its second try, of a page that is told nothing. */
const QUESTIONS = 6;

test("a console that gets no answer from the first on says so, and does not take it back while it asks again", async ({
  facts,
  browser,
  baseURL,
}) => {
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 1));
  const questions = "**/api/trpc/overview.pulse*";
  await page.route(questions, (route) => route.abort());
  await page.route("**/api/events", (route) => route.abort());
  await page.goto("/admin/account");
  const notice = page.getByRole("alert").filter({ hasText: "Offline" });
  await expect(notice).toContainText(/What you see is from .* UTC, \d+\ss ago/);
  const shown = await notice.elementHandle();
  for (let question = 0; question < QUESTIONS; question++) await page.waitForEvent("requestfailed");
  expect(await shown?.evaluate((element) => element.isConnected)).toBe(true);
  await page.unroute(questions);
  await expect(notice).toBeHidden();
  await context.close();
});
