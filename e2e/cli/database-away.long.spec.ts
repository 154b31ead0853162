import { type EmbeddedPostgres, startEmbeddedPostgres } from "@/db/embedded/start";
import { openRelay } from "@/db/testing/relay";
import { expect, test } from "../fixtures/test";
import { watchPolicy } from "../strict/watch";
import { PATIENCE, withStart } from "./with-start";

let database: EmbeddedPostgres;
test.beforeAll(async () => {
  database = await startEmbeddedPostgres({ ephemeral: true });
});
test.afterAll(() => database.stop());

test("while the database is away pages and log-in are 503, in our words; a page comes back without being loaded again", async ({
  page,
  request,
}) => {
  const relay = await openRelay(database.url);
  const seen = await watchPolicy(page);
  await withStart({ request, databaseUrl: relay.url, args: ["--no-engine"] }, async ({ url }) => {
    expect((await page.goto(`${url}/days`))?.status()).toBe(200);
    relay.cut();
    for (const path of ["/", "/days", "/days/5"]) {
      const answer = await page.goto(`${url}${path}`);
      expect(answer?.status(), path).toBe(503);
      expect(answer?.headers()["retry-after"], path).toBe("30");
      await expect(page.getByRole("heading", { level: 1, name: "This page could not be loaded" })).toBeVisible();
    }
    const { csrfToken } = await (await request.get(`${url}/api/auth/csrf`)).json();
    const form = { email: "ann@example.org", password: "a password", csrfToken, json: "true" };
    const logIn = await request.post(`${url}/api/auth/callback/credentials`, { form, maxRedirects: 0 });
    expect([logIn.status(), logIn.headers()["retry-after"]]).toEqual([503, "30"]);
    expect(await logIn.json()).toEqual({
      code: "SERVICE_UNAVAILABLE",
      message: expect.stringMatching(/^The service cannot reach its database just now\. Try again in a minute\. Ref/),
    });
    await page.goto(`${url}/days`);
    await relay.join();
    await expect(async () => {
      await page.getByRole("button", { name: "Try again" }).click({ timeout: 1_000 });
      await expect(page.getByRole("heading", { level: 1, name: "Days" })).toBeVisible({ timeout: 2_000 });
    }).toPass(PATIENCE);
    // What React and the browser say of such an answer; the policy forbids nothing on it.
    expect(seen.filter((text) => !/status of 503|React error #441/.test(text))).toEqual([]);
  });
  relay.close();
});
