import type { Page } from "@playwright/test";
import { adminAt, givePassword } from "../admin/enter";
import { expect, test } from "../fixtures/test";

const NEEDS_SCRIPTS = "This form needs JavaScript.";

test.use({ javaScriptEnabled: false });

/** Enter in each field, also with all that keeps them closed taken away: the page stays, and nothing is sent. */
async function expectClosed(page: Page): Promise<void> {
  const sent: string[] = [];
  page.on("request", (request) => {
    // All but icons and the like: what a form sends opens a page.
    if (request.method() !== "GET" || request.isNavigationRequest()) sent.push(`${request.method()} ${request.url()}`);
  });
  const before = page.url();
  // getByText passes over <noscript>, though it is shown here.
  await expect(page.locator("main noscript p")).toBeVisible();
  await expect(page.locator("main noscript p")).toContainText(NEEDS_SCRIPTS);
  const fields = await page.locator("main form input").all();
  expect(fields.length).toBeGreaterThan(0);
  for (const field of fields) {
    await expect(field).toBeDisabled();
    await field.evaluate((input: HTMLInputElement) => {
      for (const part of document.querySelectorAll("fieldset, input, button")) part.removeAttribute("disabled");
      input.required = false;
      input.value = "0123456789";
      input.focus();
    });
    await page.keyboard.press("Enter");
    await field.evaluate((input: HTMLInputElement) => {
      input.form?.submit();
      for (const part of document.querySelectorAll("fieldset")) part.disabled = true;
    });
  }
  expect(sent).toEqual([]);
  expect(page.url()).toBe(before);
}

test("with scripts off the sign-in pages say that they need them, and send nothing", async ({
  page,
  facts,
  browser,
  baseURL,
}) => {
  await page.goto("/admin/sign-in");
  await expectClosed(page);
  const other = await browser.newContext({ baseURL, javaScriptEnabled: true });
  const live = await other.newPage();
  await givePassword(live, adminAt(facts, 1));
  await live.waitForURL("**/admin/second-factor");
  await page.context().addCookies(await other.cookies());
  await other.close();
  await page.goto("/admin/second-factor");
  await expectClosed(page);
});

test("a page answers GET and HEAD alone", async ({ request, facts }) => {
  for (const path of ["/", "/admin/sign-in", "/admin/second-factor", "/admin/account", `/days/${facts.paidDay}`, "/no"])
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      const form = method === "POST" ? { password: "secret" } : undefined;
      const answer = await request.fetch(path, { method, form, maxRedirects: 0, headers: { "next-action": "a1" } });
      expect(answer.status(), `${method} ${path}`).toBe(405);
      expect(answer.headers().allow).toBe("GET, HEAD");
      expect(answer.headers()["content-security-policy"]).toContain("sandbox");
      expect(await answer.text()).not.toContain("secret");
    }
  expect((await request.head("/admin/sign-in")).status()).toBe(200);
  const [script] = (await (await request.get("/")).text()).match(/\/_next\/static\/[^"]+\.js/) ?? [];
  expect((await request.post(script ?? "")).status()).toBe(405);
});

test("data and downloads can do nothing if they are shown as a document", async ({ request, facts }) => {
  for (const path of ["/api/health", "/api/v1/openapi.json", `/api/v1/days/${facts.paidDay}/rewards.csv`, "/api/no"]) {
    const answer = await request.get(path);
    expect(answer.headers()["content-security-policy"], path).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
    );
  }
});
