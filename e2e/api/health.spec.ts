import { adminAt, openAs } from "../admin/enter";
import { expect, test } from "../fixtures/test";

test("health tells strangers whether the service works and no more, as the console's overview says it", async ({
  request,
  facts,
  browser,
  baseURL,
}) => {
  const response = await request.get("/api/health");
  const { healthy, ...rest } = await response.json();
  expect(response.status()).toBe(healthy ? 200 : 503);
  expect(response.headers()["cache-control"]).toBe("no-store");
  expect(Object.keys(rest)).toEqual(["message"]);
  expect(rest.message).toMatch(/^(The service works|A part of the service is failing)\./);
  const { page, context } = await openAs(browser, baseURL ?? "", adminAt(facts, 1));
  await page.goto("/admin");
  await page.getByText(/^All \d+ parts of the service$/).click();
  const parts = page.getByRole("definition");
  await expect(parts.filter({ hasText: "The database answers." })).toBeVisible();
  await expect(parts.filter({ hasText: "The oracle's signer answers." })).toBeVisible();
  expect(await parts.filter({ hasText: /^failing/ }).count()).toBe(healthy ? 0 : 1);
  await context.close();
});
